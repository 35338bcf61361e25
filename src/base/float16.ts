/** The number that 16 bits stand for in IEEE 754: a sign, 5 bits of exponent, 10 of fraction. */
export function float16(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The 16 bits that stand for a number, rounded to the nearest that they can. */
export function float16Bits(x: number): number {
  const sign = x < 0 ? 0x8000 : 0;
  const size = Math.abs(x);
  if (!(size < 65520)) return sign | (Number.isNaN(x) ? 0x7e00 : 0x7c00);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  return sign | (Math.round(size / 2 ** (exponent - 10)) + (exponent + 14) * 1024);
}
