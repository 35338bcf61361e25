import { clone, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ModelProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { bytesAt, decodeConstant, locationOf, type External } from './constant.ts';
import { graphsOf, nodesOf, tensorsOf } from './external.ts';
import { decodeProto } from './model.ts';
import { withTensorOutputs } from './tensorOutputs.ts';

/** Floats in which values are compared badly, of three digits, or for which ONNX Runtime lacks operators. */
const others = new Map<number, string>([
  [TensorProto_DataType.FLOAT16, 'float16'],
  [TensorProto_DataType.BFLOAT16, 'bfloat16'],
  [TensorProto_DataType.DOUBLE, 'float64'],
]);

/** Attributes that name the type of what a node gives. */
const typeAttributes: readonly string[] = ['to', 'dtype'];

/** Bytes of a tensor up to which it may be a shape or the like, which ONNX Runtime wants in the model itself. */
const small = 1024;

/** The floats of a model other than float32. */
export function otherFloats(bytes: Uint8Array): string[] {
  const model = decodeProto(bytes);
  const types = new Set([
    ...[...tensorsOf(model)].map(({ dataType }) => dataType),
    ...[...graphsOf(model)].flatMap(({ input }) => input.map(typeOf)),
  ]);
  return [...types].flatMap((type) => others.get(type) ?? []);
}

/**
 * The model as ONNX Runtime is given it to compare values: in float32 throughout where it is in other floats, with
 * small tensors of files beside it in itself, and with scores in the place of maps from classes to scores.
 *
 * @param external contents of the files that hold the model's weights
 */
export function forOnnxRuntime(bytes: Uint8Array, external: External): Uint8Array {
  const scored = withTensorOutputs(bytes);
  if (otherFloats(bytes).length === 0 && external.size === 0) return scored;
  const model = clone(ModelProtoSchema, decodeProto(scored));
  for (const tensor of tensorsOf(model)) convertTensor(tensor, external);
  convertTypes(model);
  return toBinary(ModelProtoSchema, model);
}

function convertTensor(tensor: TensorProto, external: External): void {
  const location = locationOf(tensor);
  if (others.has(tensor.dataType)) {
    hold(tensor, new Uint8Array(Float32Array.from(decodeConstant(tensor, external).data).buffer));
    tensor.int32Data = [];
    tensor.doubleData = [];
    tensor.dataType = TensorProto_DataType.FLOAT;
  } else if (location !== undefined) {
    const numbers = bytesAt(`the tensor '${tensor.name}'`, location, external);
    if (numbers.length <= small) hold(tensor, numbers);
  }
}

function hold(tensor: TensorProto, numbers: Uint8Array): void {
  tensor.rawData = new Uint8Array(numbers);
  tensor.externalData = [];
  tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
}

function convertTypes(model: ModelProto): void {
  for (const { input, output, valueInfo } of graphsOf(model))
    for (const value of [...input, ...output, ...valueInfo])
      if (others.has(typeOf(value)) && value.type?.value.case === 'tensorType')
        value.type.value.value.elemType = TensorProto_DataType.FLOAT;
  for (const { attribute } of nodesOf(model))
    for (const one of attribute)
      if (typeAttributes.includes(one.name) && others.has(Number(one.i))) one.i = BigInt(TensorProto_DataType.FLOAT);
}

function typeOf({ type }: ValueInfoProto): number {
  return type?.value.case === 'tensorType' ? type.value.value.elemType : TensorProto_DataType.UNDEFINED;
}
