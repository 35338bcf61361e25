import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  ValueInfoProtoSchema,
  type StringStringEntryProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';

/** Tensors of more bytes than these stand in the file beside the model. */
const inlineBytes = 256;

/**
 * A model as PyTorch's exporter that is built on TorchDynamo writes it: nodes `node_` and their value, the version of
 * the file's format, types of the weights among those of the values, and large weights in another file. There the last
 * one stands first, as the exporter does not keep the graph's order either.
 *
 * @param location the name of the other file
 */
export function dynamoExport(bytes: Uint8Array, location: string): { model: Uint8Array; data: Uint8Array } {
  const model = fromBinary(ModelProtoSchema, bytes);
  const { initializer = [], node = [], valueInfo = [] } = model.graph ?? {};
  model.irVersion = 10n;
  model.producerName = 'pytorch';
  for (const one of node) {
    one.name = `node_${one.output[0]}`;
    one.metadataProps = [entry('pkg.torch.onnx.name_hierarchy', `['', '${one.output[0]}']`)];
  }
  valueInfo.push(...initializer.map(typeOf));
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of initializer.toReversed()) {
    const raw = new Uint8Array(Float32Array.from(tensor.floatData).buffer);
    if (raw.length <= inlineBytes) continue;
    moveOut(tensor, [entry('location', location), entry('offset', offset), entry('length', raw.length)]);
    parts.push(raw);
    offset += raw.length;
  }
  return { model: toBinary(ModelProtoSchema, model), data: Buffer.concat(parts) };
}

function moveOut(tensor: TensorProto, externalData: StringStringEntryProto[]): void {
  tensor.floatData = [];
  tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
  tensor.externalData = externalData;
}

function typeOf({ name, dataType, dims }: TensorProto): ValueInfoProto {
  const dim = dims.map((size) => ({ value: { case: 'dimValue' as const, value: size } }));
  const value = { elemType: dataType, shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value } } });
}

function entry(key: string, value: string | number): StringStringEntryProto {
  return create(StringStringEntryProtoSchema, { key, value: String(value) });
}
