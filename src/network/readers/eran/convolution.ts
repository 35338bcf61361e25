import { UserError } from '../../../base/index.ts';
import type { Padding } from '../../layers/index.ts';

/** What the line after `Conv2D` says. */
export interface ConvolutionHeader {
  readonly activation: string;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  /** Rows, columns, channels. */
  readonly input: readonly [number, number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/**
 * Reads `ReLU, filters=16, kernel_size=[4, 4], input_shape=[32, 32, 3], stride=[2, 2], padding=0`.
 * `stride` is 1 and `padding` 0 where they are missing; a list of padding is rows, columns.
 */
export function parseConvolutionHeader(line: string): ConvolutionHeader {
  const activation = line.split(',')[0].trim();
  const [kernelRows, kernelColumns] = field(line, 'kernel_size', 2);
  const [rows, columns, channels] = field(line, 'input_shape', 3);
  const [strideRows, strideColumns] = field(line, 'stride', 2, 1);
  const [top, left] = field(line, 'padding', 2, 0);
  return {
    activation,
    filters: field(line, 'filters', 1)[0],
    kernel: [kernelRows, kernelColumns],
    input: [rows, columns, channels],
    strides: [strideRows, strideColumns],
    padding: { top, left, bottom: top, right: left },
  };
}

/** The whole numbers of `name=[a, b]`, or of `name=a` for `count` equal ones. */
function field(line: string, name: string, count: number, missing?: number): number[] {
  const found = new RegExp(`\\b${name}\\s*=\\s*(\\[[\\d,\\s]*\\]|\\d+)`).exec(line);
  const text = found?.[1] ?? missing?.toString() ?? '[]';
  const numbers = text.startsWith('[')
    ? (text.match(/\d+/g) ?? []).map(Number)
    : new Array<number>(count).fill(Number(text));
  if (numbers.length !== count) {
    const form = count === 1 ? 'a whole number' : `[${count} whole numbers]`;
    throw new UserError(`'${line.slice(0, 200)}' should say ${name}=${form}; the file is truncated or damaged.`);
  }
  return numbers;
}
