import { sizeOf, type Shape } from '../../../../shape.ts';
import type { Value as Node } from '../../../definitions.ts';
import { identityOrder } from '../../../order.ts';
import {
  seriesOf,
  stepsOf,
  unroll,
  prefixed,
  zeros,
  type Append,
  type Cell,
  type Unrolled,
} from '../../../recurrent/index.ts';
import type { Operator } from '../../operator.ts';
import type { Tensor, Value } from '../../value.ts';
import { appendTo, itemOf, seriesIn, stateOf, type Series } from './series.ts';
import type { Sizes } from './weights.ts';

/**
 * Cells, one for each direction, at each step of each item of a series. The first output that something takes is called
 * as the operator.
 *
 * @returns what all steps give, and each state behind the steps
 */
export function run(operator: Operator, sizes: Sizes, cells: readonly Cell[]): Value[] {
  const append = appendTo(operator);
  const series = seriesIn(operator, sizes);
  const runs = Array.from({ length: series.items }, (_, item) =>
    directionsOf(series.items === 1 ? append : prefixed(append, `item ${item}`), series, cells, item),
  );
  const each = (at: (run: Unrolled) => Node): Ordered =>
    inOrder(series, (item, direction) => at(runs[item][direction]));
  const steps = Array.from({ length: series.steps }, (_, step) => each(({ outputs }) => outputs[step]));
  const states = cells[0].states.map((_, i) => each((run) => run.states[i]));
  const main = operator.node.output.findIndex((name) => name !== '');
  const parts = ['all steps', 'last state', 'last memory'];
  const rows = series.isItemFirst ? series.items * series.steps : series.steps;
  return [bySteps(series, steps), ...states].map((of, i) =>
    joined(i === main ? append : prefixed(append, parts[i]), of, i === 0 ? rows : of.nodes.length),
  );
}

/** Nodes in the order in which ONNX has them, and the shape that they have together. */
interface Ordered {
  readonly nodes: readonly Node[];
  readonly shape: Shape;
}

function directionsOf(append: Append, series: Series, cells: readonly Cell[], item: number): Unrolled[] {
  const all = stepsOf(append, itemOf(series, item));
  const steps = all.slice(0, series.lengths[item]);
  const zero = zeros(append, [series.sizes.units], steps[0]);
  return cells.map((cell, direction) => {
    const states = cell.states.map((_, i) => stateOf(series, 5 + i, direction, item) ?? zero);
    const isBackward = direction === 1 || series.operator.attributes.text('direction', 'forward') === 'reverse';
    const named = cells.length === 1 ? append : prefixed(append, isBackward ? 'backward' : 'forward');
    const run = unroll(named, cell, { steps, states, isBackward });
    return { ...run, outputs: all.map((_, step) => run.outputs[step] ?? zero) };
  });
}

/** One node for each item and direction: directions x items x units, or items first. */
function inOrder({ sizes, items, isItemFirst }: Series, at: (item: number, direction: number) => Node): Ordered {
  const { directions, units } = sizes;
  const [outer, inner] = isItemFirst ? [items, directions] : [directions, items];
  const nodes = Array.from({ length: outer * inner }, (_, i) => {
    const [first, second] = [Math.floor(i / inner), i % inner];
    return isItemFirst ? at(first, second) : at(second, first);
  });
  return { nodes, shape: [outer, inner, units] };
}

/** Steps x directions x items x units, or items x steps x directions x units. */
function bySteps({ items, isItemFirst }: Series, steps: readonly Ordered[]): Ordered {
  const [{ shape, nodes }] = steps;
  if (!isItemFirst) return { nodes: steps.flatMap((step) => step.nodes), shape: [steps.length, ...shape] };
  const each = nodes.length / items;
  const ofItem = (item: number): Node[] => steps.flatMap((step) => step.nodes.slice(item * each, (item + 1) * each));
  return {
    nodes: Array.from({ length: items }, (_, item) => ofItem(item)).flat(),
    shape: [items, steps.length, ...shape.slice(1)],
  };
}

function joined(append: Append, { nodes, shape }: Ordered, rows: number): Tensor {
  const { node, shape: ours } = seriesOf(append, nodes, [rows, sizeOf(shape) / rows]);
  return { kind: 'tensor', shape, node, ours, order: identityOrder(sizeOf(shape)) };
}
