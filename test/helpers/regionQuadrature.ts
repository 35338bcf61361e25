/** An independent quadrature: adaptive, region by region, of any function of alpha. */

/** Nodes and weights of Gauss-Legendre with 5 nodes on [-1, 1], in closed form. */
const inner = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3;
const outer = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3;
const nodes = [-outer, -inner, 0, inner, outer];
const weights = [13 * Math.sqrt(70), -13 * Math.sqrt(70)].map((root) => (322 - root) / 900);
const gaussWeights = [weights[0], weights[1], 128 / 225, weights[1], weights[0]];

type Curve = (alpha: number) => Promise<Float64Array>;

/** What Gauss with 5 nodes finds. */
async function fiveNodes(of: Curve, from: number, to: number): Promise<Float64Array> {
  let sum: Float64Array | undefined;
  for (const [i, node] of nodes.entries()) {
    const value = await of((from + to) / 2 + (node * (to - from)) / 2);
    sum ??= new Float64Array(value.length);
    for (let k = 0; k < value.length; k++) sum[k] += (gaussWeights[i] * value[k] * (to - from)) / 2;
  }
  return sum ?? new Float64Array();
}

/** Whether an integral between two places may be right, to a tolerance, as far as something else tells. */
export type Holds = (integral: Float64Array, from: number, to: number, tolerance: number) => boolean;

interface Rule {
  readonly of: Curve;
  readonly holds: Holds;
}

/** Integrates one stretch: halved until both halves together are the whole, to the tolerance. */
async function stretch(
  rule: Rule,
  from: number,
  to: number,
  whole: Float64Array,
  tolerance: number,
  depth: number,
): Promise<Float64Array> {
  const { of, holds } = rule;
  const middle = (from + to) / 2;
  const [left, right] = [await fiveNodes(of, from, middle), await fiveNodes(of, middle, to)];
  const sum = left.map((x, k) => x + right[k]);
  const isSame = sum.every((x, k) => Math.abs(x - whole[k]) <= tolerance);
  if (depth === 0 || (isSame && holds(sum, from, to, tolerance))) return sum;
  const parts = [
    await stretch(rule, from, middle, left, tolerance / 2, depth - 1),
    await stretch(rule, middle, to, right, tolerance / 2, depth - 1),
  ];
  return parts[0].map((x, k) => x + parts[1][k]);
}

/**
 * The integral over each region.
 *
 * @param ends of the regions, in between which the function is smooth, or jumps where `holds` tells; @param tolerance
 *   of each
 */
export async function regionIntegrals(
  of: Curve,
  ends: ArrayLike<number>,
  tolerance: number,
  holds: Holds = () => true,
): Promise<Float64Array[]> {
  const integrals: Float64Array[] = [];
  for (let region = 0; region + 1 < ends.length; region++) {
    const [from, to] = [ends[region], ends[region + 1]];
    integrals.push(await stretch({ of, holds }, from, to, await fiveNodes(of, from, to), tolerance, 48));
  }
  return integrals;
}
