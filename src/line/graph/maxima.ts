import type { Maximum } from '../../network/index.ts';

/** For each of so many input units the maxima of which it is a candidate. */
export function maximaOver({ pointers, candidates }: Maximum, inputs: number): number[][] {
  const over = Array.from({ length: inputs }, (): number[] => []);
  for (let unit = 0; unit + 1 < pointers.length; unit++) {
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) over[candidates[i]].push(unit);
  }
  return over;
}
