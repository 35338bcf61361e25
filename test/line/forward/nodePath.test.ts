import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathRecorder } from '../../../src/line/forward/pathRecorder.ts';
import {
  bytesOnLine,
  endpoints,
  KinksAlong,
  Kinks,
  lineGraph,
  nodePath,
  restrict,
  type NodePath,
} from '../../../src/line/index.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

/** Values of all units at some alphas. */
function valuesAt(path: NodePath, alphas: Iterable<number>): number[] {
  const values = path.values.slice();
  const slopes = path.slopes.slice();
  const along = new KinksAlong(path);
  let from = 0;
  const advance = (to: number): void => {
    slopes.forEach((slope, unit) => (values[unit] += slope * (to - from)));
    from = to;
  };
  return [...alphas].flatMap((alpha) => {
    while (along.takeUpTo(alpha)) {
      advance(along.kinks.alphas[along.group]);
      along.kinks.addChanges(along.group, slopes);
    }
    advance(alpha);
    return [...values];
  });
}

/** Kinks of one unit. */
function kinksOf(end: number, ...kinks: [alpha: number, change: number][]): Kinks {
  const all = new Kinks();
  for (const [alpha, change] of kinks) all.push(alpha, 0, change);
  all.sort();
  all.end = end;
  return all;
}

describe('the path of a node', () => {
  it('is the same to 1e-9 whether its kinks are kept or found again, on random networks', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(), (seed, any) => {
        const { network, baseline, input } = caseOf(seed);
        const graph = lineGraph(network);
        const node = any % graph.nodes.length;
        const line = { baseline, input };
        const kept = restrict(network, line, { remember: [node], block: 4 });
        const memory = bytesOnLine(graph) + 4000;
        const bounded = restrict(network, line, { remember: [node], block: 4, memory });
        const alphas = endpoints(kept);
        const [one, other] = [kept, bounded].map((restriction) => valuesAt(nodePath(restriction, node), alphas));
        const scale = Math.max(1, ...one.map(Math.abs));
        expect(Math.max(...one.map((value, i) => Math.abs(value - other[i])))).toBeLessThan(1e-9 * scale);
        // It bends where units cross, to the bit: regions end there. Rounding may add a bend where the line ends.
        const crossed = new Set([0, ...bounded.crossings.alphas, 1]);
        for (const kinks of nodePath(bounded, node).kinks())
          expect(kinks.alphas.subarray(0, kinks.groups).every((alpha) => crossed.has(alpha))).toBe(true);
        // It may be taken again and again.
        expect(valuesAt(nodePath(bounded, node), alphas)).toEqual(other);
      }),
      { numRuns: 60 },
    );
  });

  it('stays at the kink that was taken last, also where the next one is in another part', () => {
    const parts = [kinksOf(0.5, [0.2, 1], [0.4, 2]), kinksOf(1, [0.7, 3])];
    const along = new KinksAlong({
      values: Float64Array.of(0),
      slopes: Float64Array.of(0),
      kinks: () => parts,
      isKept: true,
    });
    const found: number[][] = [];
    for (const alpha of [0.3, 0.4, 0.6, 1]) {
      while (along.takeUpTo(alpha));
      found.push([along.alpha, along.times(Float64Array.of(1))]);
    }
    expect(found).toEqual([
      [0.2, 1],
      [0.4, 2],
      [0.4, 2],
      [0.7, 3],
    ]);
  });

  it('keeps no more kinks than there is room for: of 1,000 of one unit in 4,096 bytes', () => {
    const recorder = new PathRecorder(1, 4096);
    for (let i = 0; i < 100; i++) {
      const alphas = Array.from({ length: 10 }, (_, j): [number, number] => [(10 * i + j) / 1000, 1]);
      recorder.append(kinksOf((i + 1) / 100, ...alphas));
    }
    const asked: number[] = [];
    const again = (from: number, to: number): NodePath => {
      asked.push(from, to);
      return { values: new Float64Array(1), slopes: new Float64Array(1), kinks: () => [], isKept: true };
    };
    const start = { value: new Float64Array(1), slope: new Float64Array(1), magnitude: new Float64Array(1) };
    const kinks = [...recorder.path(start, new Float64Array(), again).kinks()];
    // What is found again here has no kinks but those that make its slopes 0.
    const kept = kinks.filter(({ groups }) => groups > 1);
    expect(kept.reduce((sum, { allocated }) => sum + allocated, 0)).toBeLessThanOrEqual(4096);
    // Everything behind what is kept is asked for, part after part.
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.at(-1)).toBe(1);
    asked.slice(1, -1).forEach((alpha, i) => {
      if (i % 2 === 0) expect(asked[i + 2]).toBe(alpha);
    });
  });

  it('has the slopes of a part that is found again, where a kink at its beginning is in neither part or in both', () => {
    // The slope is 1 up to 1/2 and 3 from there on. Over a part its own alphas and slopes are those of a line of its
    // own.
    const first = { value: Float64Array.of(0), slope: Float64Array.of(1), magnitude: Float64Array.of(1) };
    for (const kinksAtEnd of [kinksOf(1), kinksOf(1, [1, 2 * (1 / 2)])]) {
      const recorder = new PathRecorder(1, 0);
      for (const end of [1 / 2, 1]) recorder.append(kinksOf(end, [end - 1 / 4, 1]));
      const path = recorder.path(first, Float64Array.of(1 / 4, 1 / 2, 3 / 4), (from, to) => ({
        values: Float64Array.of(0),
        slopes: Float64Array.of((from === 0 ? 1 : 3) * (to - from)),
        kinks: () => (from === 0 ? [kinksAtEnd] : []),
        isKept: true,
      }));
      expect(valuesAt(path, [1 / 2, 3 / 4, 1])).toEqual([1 / 2, 5 / 4, 2]);
    }
  });

  /** Of a unit with the slope 1 up to 1/2 and 3 from there on, as parts of these portions that are found again. */
  function bentPath(portions: readonly Kinks[], isFound: (from: number, to: number) => boolean): NodePath {
    const first = { value: Float64Array.of(0), slope: Float64Array.of(1), magnitude: Float64Array.of(1) };
    const recorder = new PathRecorder(1, 0);
    for (const portion of portions) recorder.append(portion);
    return recorder.path(first, Float64Array.of(1 / 2), (from, to) => ({
      values: Float64Array.of(0),
      slopes: Float64Array.of((from < 1 / 2 ? 1 : 3) * (to - from)),
      kinks: () => (isFound(from, to) ? [kinksOf(1, [(1 / 2 - from) / (to - from), 2 * (to - from)])] : []),
      isKept: true,
    }));
  }

  it('has a kink at the end of the last part, where rounding puts it behind that', () => {
    // A portion without kinks follows, so that the only part ends at 1/2; found again, the kink is only in longer ones.
    const path = bentPath([kinksOf(1 / 2, [1 / 2, 2]), kinksOf(1)], (from, to) => from < 1 / 2 && to > 1 / 2);
    expect(valuesAt(path, [1 / 2, 1])).toEqual([1 / 2, 2]);
  });

  it('has the kinks of several parts that end at the same alpha', () => {
    const portions = [1, 1].map((change) => kinksOf(1 / 2, [1 / 2, change]));
    const path = bentPath([...portions, kinksOf(1, [3 / 4, 0])], () => false);
    expect(valuesAt(path, [1 / 2, 1])).toEqual([1 / 2, 2]);
  });

  it('does not bend earlier where a unit is at its threshold at 1, and crosses just before in a part by rounding', () => {
    // The slope is 1 all along but for the last 2^-53 of the line, where it becomes 3; the only crossing is at 1/2.
    const first = { value: Float64Array.of(0), slope: Float64Array.of(1), magnitude: Float64Array.of(1) };
    const recorder = new PathRecorder(1, 0);
    recorder.append(kinksOf(1, [1 / 2, 0]));
    const path = recorder.path(first, Float64Array.of(1 / 2), () => ({
      values: Float64Array.of(0),
      slopes: Float64Array.of(1),
      kinks: () => [kinksOf(1, [1 - 2 ** -53, 2])],
      isKept: true,
    }));
    expect(valuesAt(path, [1 / 2, 1])).toEqual([1 / 2, 1]);
  });
});
