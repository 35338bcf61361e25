import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  type TensorProtoSchema,
} from 'onnx-buf';

type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>;
type TensorInit = MessageInitShape<typeof TensorProtoSchema>;

/** A node of a tiny model: it takes `x` and whatever else is named, and gives `y` unless it says otherwise. */
export interface TinyNode {
  readonly op: string;
  /** Default: ONNX's own. */
  readonly domain?: string;
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly output?: string;
  /** Of a node with several. */
  readonly outputs?: readonly string[];
  readonly attributes?: AttributeInit[];
}

/** The bytes of an ONNX model with input `x` and output `y`; the first axis of both is the batch. */
export function onnxModel(model: {
  readonly input: readonly (number | string)[];
  readonly nodes: readonly TinyNode[];
  readonly weights?: readonly TensorInit[];
  readonly outputRank?: number;
  /** Names of several outputs; default: `y`. */
  readonly outputs?: readonly string[];
  /** Inputs beside `x`. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly opset?: bigint;
}): Uint8Array {
  const { input, nodes, weights = [], outputRank = 2, outputs = ['y'], inputs = {}, opset = 13n } = model;
  const axis = (size: number | string) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } };
  const info = (name: string, shape: readonly (number | string)[]) => ({
    name,
    type: {
      value: {
        case: 'tensorType' as const,
        value: { elemType: TensorProto_DataType.FLOAT, shape: { dim: shape.map(axis) } },
      },
    },
  });
  const graph = {
    name: 'tiny',
    input: [info('x', input), ...Object.entries(inputs).map(([name, shape]) => info(name, shape))],
    output: outputs.map((name) =>
      info(
        name,
        Array.from({ length: outputRank }, (_, i) => `d${i}`),
      ),
    ),
    initializer: [...weights],
    node: nodes.map(
      ({ op, domain = '', name = '', inputs = ['x'], output = 'y', outputs: several = [output], attributes = [] }) => ({
        opType: op,
        domain,
        name,
        input: [...inputs],
        output: [...several],
        attribute: attributes,
      }),
    ),
  };
  const domains = [...new Set(nodes.flatMap(({ domain }) => domain ?? []))];
  const opsetImport = [{ domain: '', version: opset }, ...domains.map((domain) => ({ domain, version: 1n }))];
  const proto = create(ModelProtoSchema, { irVersion: 7n, opsetImport, graph });
  return toBinary(ModelProtoSchema, proto);
}

/** A model whose only output goes through one more operator, such as Softmax. */
export function endingIn(bytes: Uint8Array, op: string, given: AttributeInit[] = []): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const [output] = model.graph?.output ?? [];
  const attribute = given.map((one) => create(AttributeProtoSchema, one));
  const end = create(NodeProtoSchema, { opType: op, name: 'end', input: [output.name], output: ['end'], attribute });
  model.graph?.node.push(end);
  output.name = 'end';
  return toBinary(ModelProtoSchema, model);
}

/** A tensor of float32. */
export function floats(name: string, shape: readonly number[], values: readonly number[]): TensorInit {
  return { name, dims: shape.map(BigInt), dataType: TensorProto_DataType.FLOAT, floatData: [...values] };
}

/** A tensor of int64. */
export function int64s(name: string, values: readonly number[]): TensorInit {
  return { name, dims: [BigInt(values.length)], dataType: TensorProto_DataType.INT64, int64Data: values.map(BigInt) };
}

/**
 * Attributes of a node by name: whole numbers are INT, `{ float }` FLOAT, `{ floats }` FLOATS, lists INTS, words STRING
 * and `{ texts }` STRINGS.
 */
export function attributes(
  values: Readonly<
    Record<
      string,
      | number
      | { readonly float: number }
      | { readonly floats: readonly number[] }
      | { readonly texts: readonly string[] }
      | readonly number[]
      | string
    >
  >,
): AttributeInit[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'number') return { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) };
    if (typeof value === 'string')
      return { name, type: AttributeProto_AttributeType.STRING, s: new TextEncoder().encode(value) };
    if ('float' in value) return { name, type: AttributeProto_AttributeType.FLOAT, f: value.float };
    if ('texts' in value)
      return {
        name,
        type: AttributeProto_AttributeType.STRINGS,
        strings: value.texts.map((text) => new TextEncoder().encode(text)),
      };
    if ('floats' in value) return { name, type: AttributeProto_AttributeType.FLOATS, floats: [...value.floats] };
    return { name, type: AttributeProto_AttributeType.INTS, ints: value.map(BigInt) };
  });
}
