import { Kinks } from '../memory/index.ts';
import { lastNotAfter, type NodePath } from './restriction.ts';
import type { ValueSlope } from './trackedUnits.ts';

/** The kinks of a part of the line up to an alpha, if they are kept. */
interface Part {
  readonly end: number;
  readonly kinks: Kinks | undefined;
}

/** A part has so much of the bytes that all may take, and not more than so many. */
const shareOfPart = 1 / 8;
const mostOfPart = 2 ** 24;

/** Keeps the kinks of a node, as far as there is room for them, and remembers where the others are. */
export class PathRecorder {
  readonly #width: number;
  readonly #bytes: number;
  readonly #parts: Part[] = [];
  #kept = 0;
  #last: Kinks;

  /** @param bytes that all kinks may take together */
  constructor(width: number, bytes: number) {
    this.#width = width;
    this.#bytes = bytes;
    this.#last = new Kinks(width);
  }

  /** Takes the kinks of the next portion of the line. */
  append(kinks: Kinks): void {
    this.#last.append(kinks);
    this.#last.end = kinks.end;
    if (2 * this.#last.bytes > Math.min(mostOfPart, shareOfPart * this.#bytes)) this.#endPart();
  }

  /**
   * @param alphas at which units cross, ascending: where it is found again, too, the path bends there, or at the ends
   *   of the line
   * @param again finds the path between two alphas as that of a line of its own, all of it kept
   */
  path({ value, slope }: ValueSlope, alphas: Float64Array, again: (from: number, to: number) => NodePath): NodePath {
    this.#endPart();
    const parts = this.#parts;
    const slopes = slope.slice();
    const kept = parts.flatMap(({ kinks }) => kinks ?? []);
    const isKept = kept.length === parts.length;
    const kinks = isKept ? () => kept : () => foundAgain(parts, slopes, alphas, again);
    return { values: value.slice(), slopes, kinks, isKept };
  }

  #endPart(): void {
    const last = this.#last;
    if (last.groups === 0) return;
    const room = this.#kept + last.allocated <= (1 - shareOfPart) * this.#bytes;
    this.#parts.push({ end: last.end, kinks: room ? last : undefined });
    if (!room) {
      last.clear();
      return;
    }
    last.sort();
    this.#kept += last.allocated;
    this.#last = new Kinks(this.#width);
  }
}

/** All kinks; of parts that were not kept with what makes the slopes at their beginning those that are found there. */
function* foundAgain(
  parts: readonly Part[],
  first: Float64Array,
  alphas: Float64Array,
  again: (from: number, to: number) => NodePath,
): Generator<Kinks> {
  const slopes = first.slice();
  const bends = withEnds(alphas);
  let begin = 0;
  for (const [part, { end: known, kinks }] of parts.entries()) {
    // A kink where a part ends may be behind it by rounding. The next part begins with it; behind the last one there is
    // none, so that it goes on to the end of the line.
    const end = part + 1 < parts.length ? known : 1;
    // Kinks at one alpha may be several parts. The next one that has a length begins with them.
    if (kinks === undefined && end === begin) continue;
    for (const some of kinks === undefined ? kinksOfPart(again(begin, end), end - begin, slopes) : [kinks]) {
      if (kinks === undefined) {
        for (let group = 0; group < some.groups; group++)
          some.alphas[group] = nearest(bends, begin + (end - begin) * some.alphas[group]);
      }
      for (const group of some.order) some.addChanges(group, slopes);
      yield some;
    }
    begin = end;
  }
}

/**
 * Where a path that is found again may bend: a unit that is at a threshold at an end of the line does not cross there,
 * but may just before it by rounding.
 */
function withEnds(alphas: Float64Array): Float64Array {
  const bends = new Float64Array(alphas.length + 2);
  bends.set(alphas, 1);
  bends[alphas.length + 1] = 1;
  return bends;
}

/** The kinks of a part of the line, with slopes by the alpha of the whole line, where its slopes begin with others. */
function* kinksOfPart({ slopes, kinks }: NodePath, length: number, before: Float64Array): Generator<Kinks> {
  const jump = new Kinks(1);
  let at = jump.open(0, before.length);
  before.forEach((slope, unit) => {
    const change = slopes[unit] / length - slope;
    if (change === 0) return;
    jump.units[at] = unit;
    jump.changes[at++] = change;
  });
  jump.close(at);
  jump.sort();
  yield jump;
  for (const some of kinks()) {
    for (let i = 0; i < some.size * some.width; i++) some.changes[i] /= length;
    yield some;
  }
}

/** The entry of an ascending array that is nearest to a value. */
function nearest(ascending: Float64Array, value: number): number {
  const at = lastNotAfter(ascending, value);
  const [before, after = before] = ascending.subarray(at, at + 2);
  return Math.abs(after - value) < Math.abs(before - value) ? after : before;
}
