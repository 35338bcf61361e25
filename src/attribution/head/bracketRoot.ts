/**
 * How much of the bracket's own size a step keeps from the straight line's root, and how often halving is outdone at
 * most.
 */
const kappa = 0.1;
const slack = 4;

/**
 * Two neighbours among float64 between which a function becomes positive, by interpolation that is never much slower
 * than halving (Oliveira & Takahashi, An enhancement of the bisection method average performance preserving minmax
 * optimality, 2020).
 *
 * @param left where it is at most 0
 * @param right where it is above 0, or taken to be
 */
export function bracketRoot(f: (at: number) => number, left: number, right: number): [number, number] {
  let [a, b] = [left, right];
  let [below, above] = [f(a), f(b)];
  const whole = b - a;
  for (let halvings = 0; ; halvings++) {
    const middle = a + (b - a) / 2;
    if (!(middle > a && middle < b)) return [a, b];
    const straight = (a * above - b * below) / (above - below);
    const inwards = Math.min(Math.abs(middle - straight), (kappa * (b - a) ** 2) / whole);
    const near = straight + Math.sign(middle - straight) * inwards;
    const reach = whole * 2 ** (slack - halvings - 1) - (b - a) / 2;
    const next = Math.max(middle - reach, Math.min(middle + reach, near));
    const at = next > a && next < b ? next : middle;
    const value = f(at);
    if (value > 0) [b, above] = [at, value];
    else [a, below] = [at, value];
  }
}
