import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { UserError } from '../base/index.ts';

/** The option of every experiment that takes images. @param usual how many it takes unless the user says otherwise */
export function imagesOption(usual: number): { readonly type: 'string'; readonly describe: string } {
  return {
    type: 'string',
    describe: `Images, like 0-99 or 0,5,7-9 or random:20 [default: 0-${usual - 1}, or what there is]`,
  };
}

/**
 * Indices of images, ascending, each once, from what the user writes: `0-99`, `0,5,7-9`, or `random:20` for
 * 20 different ones drawn with the seed.
 *
 * @param count how many images there are; indices run from 0 to count - 1
 * @throws UserError if it is none of these or reaches past the images
 */
export function parseImages(given: string, count: number, seed: number): number[] {
  const random = /^random:(\d+)$/.exec(given.trim());
  if (random) return drawImages(Number(random[1]), count, seed);
  const indices = given.split(',').flatMap((range) => parseRange(range.trim(), given, count));
  return [...new Set(indices)].sort((a, b) => a - b);
}

function parseRange(range: string, given: string, count: number): number[] {
  if (!/^\d+(-\d+)?$/.test(range)) {
    throw new UserError(
      `Images '${given}' are not understood. Expected a range or list like 0-99 or 0,5,7-9, or random:20.`,
    );
  }
  const [first, last = first] = range.split('-').map(Number);
  if (last < first) throw new UserError(`Images '${given}': the range ${range} runs backwards.`);
  if (last >= count) {
    throw new UserError(`Images '${given}': there is no image ${last}. There are ${count}, from 0 to ${count - 1}.`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The first of a Fisher-Yates shuffle. */
function drawImages(wanted: number, count: number, seed: number): number[] {
  if (wanted < 1 || wanted > count) {
    throw new UserError(`Images 'random:${wanted}': expected a number from 1 to ${count}, the number of images.`);
  }
  const generator = xoroshiro128plus(seed);
  const pool = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < wanted; i++) {
    const j = uniformInt(generator, i, count - 1);
    [pool[i], pool[j]] = [pool[j], pool[i]];
  }
  return pool.slice(0, wanted).sort((a, b) => a - b);
}
