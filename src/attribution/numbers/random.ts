import { checkInteger } from '../../base/index.ts';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The source with a seed (xoroshiro128+). It starts with a jump, since the first numbers of neighbouring seeds are
 * alike.
 *
 * @param stream sources of one seed with different streams have nothing in common; one jump more for each
 * @throws UserError unless the seed is a whole number from 0
 */
export function randomOf(seed: number, stream = 0): Random {
  checkInteger('The seed', seed, 0);
  const generator = xoroshiro128plus(seed);
  for (let jump = 0; jump <= stream; jump++) generator.jump();
  return () => uniformFloat64(generator);
}

/** A normally distributed number with mean 0 and deviation 1 (Box & Muller 1958), of two uniform ones. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
