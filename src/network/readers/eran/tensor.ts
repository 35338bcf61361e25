import { UserError } from '../../../base/index.ts';

/** One level of nested lists: what its entries are called, and how many there must be if that is known. */
export interface Axis {
  readonly entries: string;
  readonly size?: number;
}

/** Numbers in row-major order with the sizes of their axes. */
export interface Tensor {
  readonly sizes: readonly number[];
  readonly data: Float64Array;
}

/**
 * Nested lists of finite numbers, as Python prints them: `[[1.5, -2e-05], [0, 3]]`.
 *
 * @param what they are, for messages: `weights`
 * @throws UserError if brackets, numbers or lengths are not as they should be
 */
export function parseTensor(text: string, what: string, axes: readonly Axis[]): Tensor {
  const sizes = axes.map(({ size }) => size);
  const data: number[] = [];
  const place: number[] = [];
  const fail = (problem: string): never => {
    throw new UserError(`${what}${place.map((index) => `[${index}]`).join('')} ${problem}.`);
  };
  const collect = (value: unknown): void => {
    const depth = place.length;
    if (depth === axes.length) {
      data.push(Number.isFinite(value) ? (value as number) : fail('is not a finite number'));
      return;
    }
    const { entries } = axes[depth];
    if (!Array.isArray(value)) return fail(`is not a list of ${entries}`);
    const expected = (sizes[depth] ??= value.length);
    if (value.length !== expected) return fail(`has ${value.length} ${entries}, expected ${expected}`);
    for (let i = 0; i < value.length; i++) {
      place[depth] = i;
      collect(value[i]);
    }
    place.length = depth;
  };
  collect(parseLists(text, what));
  return { sizes: sizes.map(Number), data: Float64Array.from(data) };
}

function parseLists(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const odd = text.split(/[\s,[\]]+/).find((token) => !Number.isFinite(Number(token)));
    const reason = odd === undefined ? 'the brackets do not match' : `'${odd.slice(0, 20)}' is not a finite number`;
    throw new UserError(`the ${what} are not lists of numbers: ${reason}. The file is truncated or damaged.`);
  }
}
