import { TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';
import type { Shape } from '../../shape.ts';
import { inputShapeOf } from '../options.ts';
import type { Port, Ports } from '../ports.ts';
import type { Model } from './model.ts';

/** The inputs that are no weights, and the outputs. */
export function portsOf({ graph, initializers }: Model): Ports {
  const portOf = (value: ValueInfoProto): Port => ({
    name: value.name,
    sizes: sizesOf(value),
    ...(isOfWhole(value) && { isWhole: true }),
  });
  return {
    inputs: graph.input.filter(({ name }) => !initializers.has(name)).map(portOf),
    outputs: graph.output.map(portOf),
  };
}

/** Undefined for sizes that the file leaves open. */
export function sizesOf({ type }: ValueInfoProto): (number | undefined)[] {
  const dims = type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []) : [];
  return dims.map(({ value }) => (value.case === 'dimValue' && value.value > 0n ? Number(value.value) : undefined));
}

const wholeTypes: readonly number[] = [
  TensorProto_DataType.UINT8,
  TensorProto_DataType.INT8,
  TensorProto_DataType.UINT16,
  TensorProto_DataType.INT16,
  TensorProto_DataType.UINT32,
  TensorProto_DataType.INT32,
  TensorProto_DataType.UINT64,
  TensorProto_DataType.INT64,
  TensorProto_DataType.BOOL,
];

/** Is an input declared to be of whole numbers, or of truths, which are 0 and 1? */
export function isOfWhole({ type }: ValueInfoProto): boolean {
  return type?.value.case === 'tensorType' && wholeTypes.includes(type.value.value.elemType);
}

/** Sizes of an input, and whether the first of several is that of the batch. */
export interface Axes {
  readonly sizes: readonly (number | undefined)[];
  readonly isBatch: boolean;
}

/**
 * An axis behind the first may be the open one that is named as that of the batch: of it there is one item.
 *
 * @param given sizes of an item, or of all axes
 * @throws UserError if these are not the file's
 */
export function axesOf(input: ValueInfoProto, given: Shape | undefined): Axes {
  const dims = dimsOf(input);
  if (dims === undefined && given !== undefined) return { sizes: [undefined, ...given], isBatch: true };
  const declared = sizesOf(input);
  const sizes = given?.length === declared.length ? inputShapeOf(declared, given) : declared;
  const isNamed = (axis: number): boolean => declared[axis] === undefined && /batch/i.test(dims?.[axis] ?? '');
  const isOther = (axis: number): boolean => !isNamed(0) && isNamed(axis);
  const isBatch = sizes.length > 1 && !sizes.some((_, axis) => isOther(axis));
  return { sizes: sizes.map((size, axis) => (isOther(axis) ? 1 : size)), isBatch };
}

/** Names of the axes that have one; undefined where the file says nothing of axes. */
function dimsOf({ type }: ValueInfoProto): (string | undefined)[] | undefined {
  const shape = type?.value.case === 'tensorType' ? type.value.value.shape : undefined;
  return shape?.dim.map(({ value }) => (value.case === 'dimParam' ? value.value : undefined));
}
