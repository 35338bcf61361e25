/** The larger of two numbers; the first one if one is NaN. */
export function larger(a: number, b: number): number {
  return a < b ? b : a;
}
