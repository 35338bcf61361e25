import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  TensorProto_DataType,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { wholePadding, type Conv2D, type Dense } from '../../layers/index.ts';
import { checkNetwork } from '../../checkNetwork.ts';
import { inputName, type Network, type Node } from '../../network.ts';
import type { Shape } from '../../shape.ts';
import { channelFirst, channelFirstOrder, gather, identityOrder, transposedOrder } from '../order.ts';

type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>;
type NamedTensor = MessageInitShape<typeof TensorProtoSchema> & { readonly name: string };

/**
 * The ONNX model (opset 13) of a chain of Conv2D, Dense, ReLU and Flatten: channel-first with a free batch axis,
 * weights rounded to float32.
 *
 * @throws UserError if the network branches or has another layer
 */
export function writeOnnx(network: Network): Uint8Array {
  checkNetwork(network);
  const writer = new GraphWriter(network.inputShape);
  network.nodes.forEach((node, index) => {
    if (node.inputs.length !== 1 || node.inputs[0] !== index - 1) {
      throw new UserError(`Layer '${node.name}' is part of a branch; only chains of layers are written as ONNX.`);
    }
    writer.write(node);
  });
  const { node, initializer, last } = writer;
  const input = [valueInfo(inputName, network.inputShape)];
  const output = [valueInfo(last, network.outputShape)];
  const graph = { name: 'network', node, initializer, input, output };
  const opsetImport = [{ domain: '', version: 13n }];
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 7n, producerName: 'exact-ig', opsetImport, graph }),
  );
}

class GraphWriter {
  readonly node: MessageInitShape<typeof NodeProtoSchema>[] = [];
  readonly initializer: NamedTensor[] = [];
  /** The value that the next operator takes. */
  last = inputName;
  /** Its shape in ours while it is an image; ONNX flattens it to channel, row, column order. */
  private image: Shape | undefined;

  constructor(inputShape: Shape) {
    this.image = inputShape.length === 3 ? inputShape : undefined;
  }

  write({ name, layer, operation }: Node): void {
    switch (layer.type) {
      case 'Conv2D':
        this.convolution(name, layer);
        this.image = operation.shape;
        return;
      case 'Dense':
        this.dense(name, layer);
        return;
      case 'ReLU':
        this.operator(name, 'Relu');
        return;
      case 'Flatten':
        return; // The dense layer that follows brings it.
      default:
        throw new UserError(`Layer '${name}' is ${layer.type}; Conv2D, Dense, ReLU and Flatten are written as ONNX.`);
    }
  }

  private convolution(name: string, { kernel, bias, window, filters, groups }: Conv2D): void {
    const { size, strides, dilations = [1, 1] } = window;
    const padding = wholePadding(window, this.image ?? []);
    const channels = kernel.length / (size[0] * size[1] * filters);
    const order = transposedOrder([...size, channels, filters], [3, 2, 0, 1]);
    const attributes = [
      ints('kernel_shape', size),
      ints('strides', strides),
      ints('pads', [padding.top, padding.left, padding.bottom, padding.right]),
      ints('dilations', dilations),
      { name: 'group', type: AttributeProto_AttributeType.INT, i: BigInt(groups) },
    ];
    const weights = floats(`${name}.weight`, [filters, channels, ...size], gather(kernel, order));
    this.operator(name, 'Conv', attributes, [weights, floats(`${name}.bias`, [filters], bias)]);
  }

  private dense(name: string, { kernel, bias, units }: Dense): void {
    const inputs = kernel.length / units;
    const order = this.image === undefined ? identityOrder(inputs) : channelFirstOrder(this.image);
    if (this.image !== undefined) this.operator(`${name}/Flatten`, 'Flatten');
    this.image = undefined;
    const rows = Int32Array.from(kernel, (_, i) => order[Math.floor(i / units)] * units + (i % units));
    const weights = floats(`${name}.weight`, [inputs, units], gather(kernel, rows));
    this.operator(name, 'Gemm', [], [weights, floats(`${name}.bias`, [units], bias)]);
  }

  private operator(
    name: string,
    opType: string,
    attribute: AttributeInit[] = [],
    weights: readonly NamedTensor[] = [],
  ): void {
    const input = [this.last, ...weights.map((tensor) => tensor.name)];
    this.node.push({ name, opType, input, output: [name], attribute });
    this.initializer.push(...weights);
    this.last = name;
  }
}

function floats(name: string, shape: Shape, data: Float64Array): NamedTensor {
  const rawData = new Uint8Array(Float32Array.from(data).buffer);
  return { name, dims: shape.map(BigInt), dataType: TensorProto_DataType.FLOAT, rawData };
}

function ints(name: string, values: readonly number[]): AttributeInit {
  return { name, type: AttributeProto_AttributeType.INTS, ints: values.map(BigInt) };
}

/** A tensor of float32 with a free batch axis. */
function valueInfo(name: string, ours: Shape): MessageInitShape<typeof ValueInfoProtoSchema> {
  const sizes = ours.length === 3 ? channelFirst.map((axis) => ours[axis]) : ours;
  const dim = [
    { value: { case: 'dimParam' as const, value: 'batch' } },
    ...sizes.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })),
  ];
  const value = { elemType: TensorProto_DataType.FLOAT, shape: { dim } };
  return { name, type: { value: { case: 'tensorType', value } } };
}
