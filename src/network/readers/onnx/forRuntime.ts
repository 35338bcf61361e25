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

const halves: readonly number[] = [TensorProto_DataType.FLOAT16, TensorProto_DataType.BFLOAT16];

/** Attributes that name the type of what a node gives. */
const typeAttributes: readonly string[] = ['to', 'dtype'];

/** Bytes of a tensor up to which it may be a shape or the like, which ONNX Runtime wants in the model itself. */
const small = 1024;

/** True of a model that has numbers of 16 bits, so that a runtime rounds each value to three digits. */
export function hasHalves(bytes: Uint8Array): boolean {
  const model = decodeProto(bytes);
  return [...tensorsOf(model)].some(isHalf) || [...graphsOf(model)].some(({ input }) => input.some(isOfHalves));
}

/**
 * The model as ONNX Runtime is given it to compare values: in float32 throughout where it is in float16 or bfloat16, with
 * small tensors of files beside it in itself, and with scores in the place of maps from classes to scores.
 *
 * @param external contents of the files that hold the model's weights
 */
export function forOnnxRuntime(bytes: Uint8Array, external: External): Uint8Array {
  const scored = withTensorOutputs(bytes);
  if (!hasHalves(bytes) && external.size === 0) return scored;
  const model = clone(ModelProtoSchema, decodeProto(scored));
  for (const tensor of tensorsOf(model)) widenTensor(tensor, external);
  widenTypes(model);
  return toBinary(ModelProtoSchema, model);
}

function widenTensor(tensor: TensorProto, external: External): void {
  const location = locationOf(tensor);
  if (isHalf(tensor)) {
    hold(tensor, new Uint8Array(Float32Array.from(decodeConstant(tensor, external).data).buffer));
    tensor.int32Data = [];
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

function widenTypes(model: ModelProto): void {
  for (const { input, output, valueInfo } of graphsOf(model))
    for (const value of [...input, ...output, ...valueInfo])
      if (isOfHalves(value) && value.type?.value.case === 'tensorType')
        value.type.value.value.elemType = TensorProto_DataType.FLOAT;
  for (const { attribute } of nodesOf(model))
    for (const one of attribute)
      if (typeAttributes.includes(one.name) && halves.includes(Number(one.i)))
        one.i = BigInt(TensorProto_DataType.FLOAT);
}

function isHalf({ dataType }: TensorProto): boolean {
  return halves.includes(dataType);
}

function isOfHalves({ type }: ValueInfoProto): boolean {
  return type?.value.case === 'tensorType' && halves.includes(type.value.value.elemType);
}
