/** Two places whose numbers are compared: the larger one comes to the first. */
export type Pair = readonly [number, number];

/**
 * Batcher's merge exchange (Knuth, The Art of Computer Programming 3, algorithm 5.2.2M) as steps of pairs that have no
 * place in common: after all of them the numbers are sorted, the largest first.
 *
 * @param wanted places whose numbers are needed: pairs that have no part in them are left out
 */
export function comparators(size: number, wanted: readonly number[]): Pair[][] {
  const steps: Pair[][] = [];
  const largest = 2 ** Math.max(0, Math.ceil(Math.log2(size)) - 1);
  for (let p = largest; p >= 1 && size > 1; p /= 2) {
    for (let [q, r, d] = [largest, 0, p]; ; [q, r, d] = [q / 2, p, q - p]) {
      const places = Array.from({ length: size - d }, (_, i) => i).filter((i) => (i & p) === r);
      steps.push(places.map((i) => [i, i + d]));
      if (q === p) break;
    }
  }
  return onlyFor(new Set(wanted), steps);
}

function onlyFor(needed: Set<number>, steps: readonly Pair[][]): Pair[][] {
  return steps
    .toReversed()
    .map((pairs) => {
      const kept = pairs.filter((pair) => pair.some((place) => needed.has(place)));
      for (const place of kept.flat()) needed.add(place);
      return kept;
    })
    .filter((pairs) => pairs.length > 0)
    .reverse();
}
