import { UserError, within } from '../../../errors.ts';
import { Network } from '../../network.ts';
import { identityOrder, sameOrder } from '../order.ts';
import { fuse } from './fuse.ts';
import { inputTensor } from './input.ts';
import { decodeModel } from './model.ts';
import { Operator } from './operator.ts';
import { translationOf } from './operators/index.ts';
import { Translation } from './translation.ts';
import type { Tensor } from './value.ts';

export { writeOnnx } from './writer.ts';

/**
 * Reads an ONNX model of one input and one output. Its tensors are channel-first with a batch axis; the network's
 * are row, column, channel without one, and this is where they change.
 *
 * @throws UserError that names the node and operator: "node 'Conv_4' (Conv): ..."
 */
export function readOnnx(bytes: Uint8Array): Network {
  const model = decodeModel(bytes);
  const translation = new Translation(model.graph.initializer);
  const input = inputTensor(model);
  translation.set(model.input.name, input);
  model.nodes.forEach((node, index) => {
    const { opType } = node;
    const name = node.name === '' ? `${opType}_${index}` : node.name;
    within(() => `node '${name}' (${opType})`, () => {
      const value = translationOf(opType)(new Operator(node, name, translation));
      translation.set(node.output[0], value);
    });
  });
  const output = translation.get(model.output);
  if (output.kind === 'constant') throw new UserError(`the output '${model.output}' does not depend on the input.`);
  checkOutput(output);
  return new Network(input.ours, fuse(translation.nodes.list));
}

/** A vector's elements must be in ONNX's order; they are the classes. */
function checkOutput({ shape, order }: Tensor): void {
  if (shape.length === 1 && !sameOrder(order, identityOrder(order.length))) {
    throw new UserError('the output is a flattened image of several channels; its units would be in another order than ONNX has them.');
  }
}
