import { absolute } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Tensor } from '../value.ts';

/** Layers that give nothing below 0. */
const positive = new Set(['Sigmoid', 'Softmax', 'Softplus']);

/** `|x|`, which is x itself where nothing is below 0, so that it adds no kink. */
export function magnitude(operator: Operator, x: Tensor, name = operator.name): Tensor {
  const source = operator.translation.nodes.list.findLast((node) => node.name === x.node);
  return source !== undefined && positive.has(source.layer.type) ? x : operator.append(absolute(), [x], name);
}
