/** From a value to a coordinate in pixels. */
export type Scale = (value: number) => number;

/** Lowest and highest value of an axis, or the coordinates where they are drawn. */
export type Interval = readonly [number, number];

/** A mark on an axis; without a label it is a minor one. */
export interface Tick {
  readonly value: number;
  readonly label?: string;
}

/** Equal steps of the value are equal steps on paper. */
export function linearScale(domain: Interval, range: Interval): Scale {
  const factor = (range[1] - range[0]) / (domain[1] - domain[0]);
  return (value) => range[0] + (value - domain[0]) * factor;
}

/** Equal ratios of the value are equal steps on paper; values are positive. */
export function logScale(domain: Interval, range: Interval): Scale {
  const linear = linearScale([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return (value) => linear(Math.log10(value));
}

/** An interval around all values with a margin of 5 % on either side. */
export function linearDomain(values: readonly number[]): Interval {
  const [low, high] = extent(values);
  const margin = high > low ? (high - low) / 20 : 1;
  return [low - margin, high + margin];
}

/** An interval around all values, which are positive, of at least a decade, with a margin of 4 % on either side. */
export function logDomain(values: readonly number[]): Interval {
  const [low, high] = extent(values).map(Math.log10);
  const margin = Math.max(0.04 * (high - low), (1 - (high - low)) / 2);
  return [10 ** (low - margin), 10 ** (high + margin)];
}

/** Labelled ticks at multiples of 1, 2 or 5 times a power of ten, three to ten of them. */
export function linearTicks([low, high]: Interval): Tick[] {
  const raw = (high - low) / 9;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((multiple) => multiple * power >= raw) ?? 10);
  const ticks: Tick[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    ticks.push({ value: i * step, label: formatNumber(i * step) });
  }
  return ticks;
}

/**
 * Labelled ticks at powers of ten, where there are fewer than three of them also at 2 and 5 times a power of ten,
 * where there are more than fourteen of them only at some; minor ticks at the other multiples if they have room.
 */
export function logTicks([low, high]: Interval, format: (value: number) => string): Tick[] {
  const decades = Math.log10(high / low);
  const stride = Math.ceil(decades / 14);
  const labelled = decades < 2 ? [1, 2, 5] : [1];
  const multiples = decades < 5 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1];
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    for (const multiple of multiples) {
      const value = Number(`${multiple}e${power}`);
      if (value < low || value > high) continue;
      ticks.push(labelled.includes(multiple) && power % stride === 0 ? { value, label: format(value) } : { value });
    }
  }
  return ticks;
}

/** `12,345`, `0.2`, `−1`: a measured value, in six digits; what is counted is written by `counted`, in all of them. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && (size < 0.9e-5 || size > 0.9e9)) return inPowersOfTen(Number(value.toPrecision(6)));
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6, signDisplay: 'negative' }).replace('-', '−');
}

/** `0.01 %` for 0.0001; in powers of ten where it would be long: `1·10⁻⁷ %`. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0.9e-4 && percent < 0.9e5) return `${formatNumber(percent)} %`;
  return `${inPowersOfTen(Number(percent.toPrecision(1)))} %`;
}

function inPowersOfTen(value: number): string {
  const [factor, exponent] = value.toExponential().split('e');
  return `${factor.replace('-', '−')}·10${exponent.replace(/./g, (sign) => superscripts[sign])}`;
}

const superscripts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (superscript, digit) => [digit, superscript])),
  '+': '',
  '-': '⁻',
};

function extent(values: readonly number[]): Interval {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}
