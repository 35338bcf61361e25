import { countOf, formatAxes, indicesOf, transposed, type NdArray } from '../arrays/index.ts';
import { counted, UserError } from '../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../network/index.ts';
import type { Layout } from './inputs.ts';

/** From rows, columns, channels to channels, rows, columns, and back. */
const channelsFirst = [2, 0, 1];
const channelsLast = [1, 2, 0];

/** How an array holds the inputs of a network. */
export interface Arrangement {
  /** Sizes of the axes of one input. */
  readonly axes: readonly number[];
  readonly layout: Layout;
  /** True if the first axis counts inputs. */
  readonly batch: boolean;
  readonly assumption: string;
}

/**
 * How an array holds inputs of a shape: by its axes, with or without one for the batch, channels first or last.
 *
 * @param what names the array in errors and assumptions
 * @param layout if it is said; needed where both fit
 * @param expected what an error says before the shape that would fit
 * @throws UserError if the axes do not fit, or both layouts do and none is said
 */
export function arrangementOf(
  { shape }: Pick<NdArray, 'shape'>,
  inputShape: Shape,
  what: string,
  layout?: Layout,
  expected = 'the network takes',
): Arrangement {
  if (countOf(shape) === 0) throw new UserError(`${what} is ${formatAxes(shape)} and holds no numbers.`);
  const fits = [false, true].flatMap((batch) => {
    const axes = batch ? shape.slice(1) : shape;
    return layoutsOf(axes, inputShape).map((fitting) => ({ axes, layout: fitting, batch }));
  });
  const single = fits.filter(({ batch }) => !batch);
  const possible = (single.length > 0 ? single : fits).filter((fit) => layout === undefined || fit.layout === layout);
  if (possible.length === 0) {
    if (fits.length > 0) throw new UserError(otherLayout(shape, what, layout));
    throw new UserError(
      `${what} is ${formatAxes(shape)}; ${expected} ${inBothLayouts(inputShape)}, one input or a batch of them along a first axis.`,
    );
  }
  const [first] = possible;
  if (possible.length > 1 && !isOneOrder(inputShape)) {
    throw new UserError(
      `${what} of ${formatAxes(shape)} may have its channels first or last; say --layout nchw or --layout nhwc.`,
    );
  }
  return { ...first, assumption: inWords(shape, inputShape, first, what) };
}

/**
 * Inputs that an array holds, each in row, column, channel order.
 *
 * @param what names the array in errors
 * @param chosen which of them
 * @throws UserError that says where a number of them is not finite
 */
export function inputsIn(
  { data, shape }: NdArray,
  { batch, layout }: Arrangement,
  inputShape: Shape,
  what: string,
  chosen: readonly number[] = [...Array(batch ? shape[0] : 1).keys()],
): Float64Array[] {
  const size = sizeOf(inputShape);
  return chosen.map((i) => {
    const values = data.slice(i * size, (i + 1) * size);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw notFinite(what, values[wrong], indicesOf(i * size + wrong, shape));
    return layout === 'nchw' && inputShape.length === 3
      ? transposed(
          values,
          channelsFirst.map((axis) => inputShape[axis]),
          channelsLast,
        )
      : values;
  });
}

/** Values of a shape, one after the other, as an array with an axis for the batch. */
export function batchOf(all: readonly Float64Array[], shape: Shape, layout: Layout): Pick<NdArray, 'shape' | 'data'> {
  const turned = layout === 'nchw' && shape.length === 3;
  const data = new Float64Array(all.length * sizeOf(shape));
  all.forEach((values, i) => {
    data.set(turned ? transposed(values, shape, channelsFirst) : values, i * values.length);
  });
  return { shape: [all.length, ...(turned ? channelsFirst.map((axis) => shape[axis]) : shape)], data };
}

/** @param indices of the number along the axes, as NumPy has them */
function notFinite(what: string, value: number, indices: readonly number[]): UserError {
  return new UserError(`${what} has ${value} at [${indices.join(', ')}], counted from 0; expected finite numbers.`);
}

/**
 * The layouts in which these axes hold one input; of what is flat or a vector, or has one channel, both are the same.
 */
function layoutsOf(axes: readonly number[], inputShape: Shape): Layout[] {
  const first = inputShape.length === 3 ? channelsFirst.map((axis) => inputShape[axis]) : inputShape;
  const fits = (expected: readonly number[]): boolean => formatAxes(axes) === formatAxes(expected);
  const layouts: Layout[] = [...(fits(inputShape) ? ['nhwc' as const] : []), ...(fits(first) ? ['nchw' as const] : [])];
  if (layouts.length > 0) return layouts;
  const flat = axes.length === 1 || inputShape.length === 1 || isOneOrder(inputShape);
  const cells = axes.filter((size) => size > 1);
  const alike =
    axes.length === 1 ||
    inputShape.length === 1 ||
    formatAxes(cells) === formatAxes(inputShape.filter((size) => size > 1));
  return flat && alike && axes.length > 0 && countOf(axes) === sizeOf(inputShape) ? ['nhwc', 'nchw'] : [];
}

/** True if both layouts put the numbers in one order: of vectors, and of images of one channel or one pixel. */
function isOneOrder(inputShape: Shape): boolean {
  return inputShape.length !== 3 || inputShape[2] === 1 || inputShape[0] * inputShape[1] === 1;
}

function inWords(
  shape: readonly number[],
  inputShape: Shape,
  { batch, layout, axes }: Omit<Arrangement, 'assumption'>,
  what: string,
): string {
  const many = batch ? `${counted(shape[0], 'input')} along the first axis` : 'one input';
  const flattened =
    inputShape.length === 1 && axes.filter((size) => size > 1).length > 1
      ? `, each taken as ${sizeOf(inputShape)} numbers in the array's own order`
      : '';
  const order = isOneOrder(inputShape) ? '' : `, channels ${layout === 'nchw' ? 'first' : 'last'}`;
  return `${what} is ${formatAxes(shape)}: ${many}${order}${flattened}.`;
}

function otherLayout(shape: readonly number[], what: string, layout: Layout = 'nhwc'): string {
  return `${what} of ${formatAxes(shape)} does not have its channels ${layout === 'nchw' ? 'first' : 'last'}, as --layout ${layout} says; leave the option out.`;
}

function inBothLayouts(shape: Shape): string {
  const [rows, columns, channels] = shape;
  return shape.length === 3 ? `${channels}x${rows}x${columns} or ${formatShape(shape)}` : formatShape(shape);
}
