import { sameOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';
import { composed, linear, scaled, type Pieces } from './pieces.ts';

/** A value as a function of each unit of a tensor; undefined if it is none that is piecewise linear. */
export function piecesOf(operator: Operator, value: Value, x: Tensor): Pieces | undefined {
  if (value.kind === 'constant') return value.data.length === 1 ? linear(0, value.data[0]) : undefined;
  if (!sameOrder(value.order, x.order)) return undefined;
  if (value.node === x.node) return linear(1, 0);
  const definition = operator.translation.nodes.named(value.node);
  if (definition?.inputs.length !== 1) return undefined;
  const {
    layer,
    inputs: [before],
  } = definition;
  if (layer.type === 'WeightedSum') {
    const [[factor], [offset]] = [layer.coefficients[0], layer.bias];
    const inner =
      layer.coefficients[0].length * layer.bias.length === 1
        ? piecesOf(operator, { ...value, node: before }, x)
        : undefined;
    return inner && scaled(inner, factor, offset);
  }
  const inner = piecewise.has(layer.type) ? piecesOf(operator, { ...value, node: before }, x) : undefined;
  if (inner === undefined) return undefined;
  const operation = layer.connect([x.ours]);
  return operation.family === 'elementwise' ? composed(operation, inner) : undefined;
}

const piecewise: ReadonlySet<string> = new Set(['HardTanh', 'LeakyReLU', 'PiecewiseLinear', 'ReLU']);
