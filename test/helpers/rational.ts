/** A rational number in lowest terms, the denominator above 0. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

export function rational(over: bigint, under: bigint): Rational {
  const divisor = gcd(over, under) * (under < 0n ? -1n : 1n);
  return { over: over / divisor, under: under / divisor };
}

export const zero = rational(0n, 1n);
export const one = rational(1n, 1n);

export function add(a: Rational, b: Rational): Rational {
  return rational(a.over * b.under + b.over * a.under, a.under * b.under);
}

export function times(a: Rational, b: Rational): Rational {
  return rational(a.over * b.over, a.under * b.under);
}

export function minus(a: Rational, b: Rational): Rational {
  return add(a, { over: -b.over, under: b.under });
}

export function divided(a: Rational, b: Rational): Rational {
  return rational(a.over * b.under, a.under * b.over);
}

/** Below 0, 0 or above 0 as a is below, at or above b. */
export function compared(a: Rational, b: Rational): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A float64 number, which is a whole number over a power of 2. */
export function exactly(x: number): Rational {
  let power = 0;
  while (!Number.isInteger(x * 2 ** power)) power++;
  return rational(BigInt(x * 2 ** power), 1n << BigInt(power));
}

/** The nearest float64 number, if neither part is beyond them. */
export function toNumber({ over, under }: Rational): number {
  return Number(over) / Number(under);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
