import { create, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { copy } from './copy.ts';
import { decodeProto } from './model.ts';

/** A model that gives the scores themselves where it would give maps from classes to scores. */
export function withTensorOutputs(bytes: Uint8Array): Uint8Array {
  const model = decodeProto(bytes);
  const mapped = new Set(model.graph?.node.filter(({ opType }) => opType === 'ZipMap').flatMap(({ output }) => output));
  if (model.graph === undefined || mapped.size === 0) return bytes;
  const scores = create(TypeProtoSchema, {
    value: { case: 'tensorType', value: { elemType: TensorProto_DataType.FLOAT } },
  });
  const graph = copy(GraphProtoSchema, model.graph, {
    node: model.graph.node.map((node) =>
      node.opType === 'ZipMap'
        ? create(NodeProtoSchema, { opType: 'Identity', name: node.name, input: node.input, output: node.output })
        : node,
    ),
    output: model.graph.output.map((output) =>
      mapped.has(output.name) ? create(ValueInfoProtoSchema, { name: output.name, type: scores }) : output,
    ),
  });
  return toBinary(ModelProtoSchema, copy(ModelProtoSchema, model, { graph }));
}
