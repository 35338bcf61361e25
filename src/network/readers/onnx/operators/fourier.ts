import { UserError } from '../../../../base/index.ts';
import { formatShape, type Shape } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Constant, type Value } from '../value.ts';
import { multiplied } from './dense.ts';
import { reshapedTo } from './reshape.ts';

/** A discrete Fourier transform of series of real or complex numbers, of which the parts stand along the last axis. */
interface Transform {
  /** Numbers of a series, and those that are transformed: the first of them, with zeros behind. */
  readonly given: number;
  readonly length: number;
  /** 1 of real numbers, 2 of complex ones. */
  readonly parts: number;
  readonly frequencies: number;
  readonly isInverse: boolean;
}

/** The matrix of a transform: its rows are the parts of the numbers, its columns those of the frequencies. */
function matrixOf({ given, length, parts, frequencies, isInverse }: Transform): Constant {
  const columns = 2 * frequencies;
  const data = new Float64Array(given * parts * columns);
  const scale = isInverse ? 1 / length : 1;
  for (let n = 0; n < Math.min(given, length); n++) {
    for (let k = 0; k < frequencies; k++) {
      const angle = ((isInverse ? 2 : -2) * Math.PI * ((n * k) % length)) / length;
      const [real, imaginary] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      const at = n * parts * columns + 2 * k;
      [data[at], data[at + 1]] = [real, imaginary];
      if (parts === 2) [data[at + columns], data[at + columns + 1]] = [-imaginary, real];
    }
  }
  return constantOf([given * parts, columns], data);
}

/** From the first half of the frequencies of real numbers, of which the others are conjugates, to these. */
function matrixOfHalf(given: number, length: number, parts: number): Constant {
  const data = Float64Array.from({ length: given * parts * length }, (_, i) => {
    const [frequency, part, n] = [Math.floor(i / (parts * length)), Math.floor(i / length) % parts, i % length];
    if (2 * frequency > length) return 0;
    const angle = (2 * Math.PI * ((n * frequency) % length)) / length;
    const count = frequency === 0 || 2 * frequency === length ? 1 : 2;
    return ((part === 0 ? Math.cos(angle) : -Math.sin(angle)) * count) / length;
  });
  return constantOf([given * parts, length], data);
}

/** Along an axis: an input since opset 20, an attribute before. */
export const dft: Translate = (operator) => {
  const { attributes } = operator;
  const x = operator.tensor();
  const rank = x.shape.length;
  const parts = x.shape[rank - 1];
  const given = operator.has(2) ? operator.constant(2).data[0] : attributes.int('axis', operator.opset < 20 ? 1 : -2);
  const axis = operator.axis(given, rank);
  const isInverse = attributes.int('inverse', 0) !== 0;
  const isOneSided = attributes.int('onesided', 0) !== 0;
  if (axis === rank - 1 || parts > 2)
    throw new UserError(`its input ${formatShape(x.shape)} has no real and imaginary parts behind axis ${axis}.`);
  const isOfHalf = isOneSided && isInverse;
  const usual = isOfHalf ? 2 * (x.shape[axis] - 1) : x.shape[axis];
  const length = operator.has(1) ? operator.constant(1).data[0] : usual;
  const frequencies = frequenciesOf(length, isOneSided && !isInverse);
  const others = [...x.shape.keys()].filter((other) => other !== axis && other !== rank - 1);
  const sorted = permuted(operator, x, [...others, axis, rank - 1]);
  const sizes = others.map((other) => x.shape[other]);
  const rows = reshapedTo(sorted, [...sizes, x.shape[axis] * parts]);
  const matrix = isOfHalf
    ? matrixOfHalf(x.shape[axis], length, parts)
    : matrixOf({ given: x.shape[axis], length, parts, frequencies, isInverse });
  const product = reshapedTo(multiplied(operator, rows, matrix), [...sizes, frequencies, isOfHalf ? 1 : 2]);
  return permuted(
    operator,
    product,
    [...x.shape.keys()].map((of) => [...others, axis, rank - 1].indexOf(of)),
  );
};

/** Of windows that slide over a signal, which may be weighed. */
export const stft: Translate = (operator) => {
  const x = operator.tensor();
  const [items, size, parts = 1] = x.shape;
  const step = operator.constant(1).data[0];
  const window = operator.has(2) ? operator.constant(2).data : undefined;
  const length = operator.has(3) ? operator.constant(3).data[0] : (window?.length ?? 0);
  const frames = Math.floor((size - length) / step) + 1;
  if (!(length >= 1 && step >= 1 && frames >= 1 && parts <= 2) || (window?.length ?? length) !== length)
    throw new UserError(
      `its frames of ${length} numbers at steps of ${step} do not fit its input ${formatShape(x.shape)}.`,
    );
  const frequencies = frequenciesOf(length, operator.attributes.int('onesided', 1) !== 0);
  const shape = [items, frames, length * parts];
  const [perItem, perFrame] = [frames * length * parts, length * parts];
  const places = Int32Array.from({ length: items * perItem }, (_, i) => {
    const [item, frame] = [Math.floor(i / perItem), Math.floor(i / perFrame) % frames];
    return (item * size + frame * step) * parts + (i % perFrame);
  });
  const matrix = matrixOf({ given: length, length, parts, frequencies, isInverse: false });
  const columns = 2 * frequencies;
  const weighed = matrix.data.map((x, i) => x * (window?.[Math.floor(i / columns / parts)] ?? 1));
  const product = multiplied(operator, operator.moved(x, shape, places), { ...matrix, data: weighed });
  return reshapedTo(product, [items, frames, frequencies, 2]);
};

function frequenciesOf(length: number, isOneSided: boolean): number {
  if (!(Number.isInteger(length) && length >= 1 && length < 2 ** 20))
    throw new UserError(`it transforms ${length} numbers, expected a whole number of at least 1.`);
  return isOneSided ? Math.floor(length / 2) + 1 : length;
}

function permuted(operator: Operator, value: Value, axes: readonly number[]): Value {
  const shape: Shape = axes.map((axis) => value.shape[axis]);
  return operator.moved(value, shape, transposedOrder(value.shape, axes));
}

/** A window of so many numbers as sums of cosines, which are its coefficients; periodic, or symmetric. */
export function windowOfCosines(coefficients: readonly number[]): Translate {
  return (operator) => {
    const [size] = operator.constant(0).data;
    if (!(Number.isInteger(size) && size >= 1 && size < 2 ** 26))
      throw new UserError(`its size is ${size}, expected a whole number of at least 1.`);
    const period = operator.attributes.int('periodic', 1) === 0 ? Math.max(1, size - 1) : size;
    const at = (n: number): number =>
      coefficients.reduce((sum, of, k) => sum + of * Math.cos((2 * Math.PI * k * n) / period), 0);
    return constantOf(
      [size],
      Float64Array.from({ length: size }, (_, n) => at(n)),
    );
  };
}
