import { unknownName } from '../../../../../names/index.ts';
import { Add, Concat, Multiply, WeightedSum, type Layer } from '../../../../layers/index.ts';
import { prefixed } from '../../../recurrent/index.ts';
import type { Fields } from '../../fields.ts';
import type { KerasLayer, TranslateSeveral, Value } from '../../kerasLayer.ts';
import { checkSettings } from '../../settings.ts';
import { wrappedIn } from '../../topology.ts';
import type { ReadCell } from './cells.ts';
import { outputOf, partsOf, runOf, stepsIn, type Ran } from './run.ts';

/** How what both directions give is put together, along the last axis where they stand side by side. */
const merges = new Map<string, (axis: number) => Layer>([
  ['ave', () => new WeightedSum([Float64Array.of(0.5), Float64Array.of(0.5)])],
  ['concat', (axis) => new Concat(axis)],
  ['mul', () => new Multiply()],
  ['sum', () => new Add()],
]);

/** A recurrent layer and another that takes the steps from the last to the first. @param readers by class */
export function bidirectional(readers: ReadonlyMap<string, ReadCell>): TranslateSeveral {
  return (layer) => {
    const { config, inputs } = layer;
    const ahead = wrappedIn(config.object('layer'));
    const back = config.has('backward_layer') ? wrappedIn(config.object('backward_layer')) : undefined;
    const isBackward = ahead.config.flag('go_backwards', false);
    const steps = stepsIn(layer, inputs[0]);
    const half = Math.floor((inputs.length - 1) / 2);
    const directions = [
      { prefix: 'forward_', of: ahead, isBackward, states: inputs.slice(1, 1 + half) },
      { prefix: 'backward_', of: back ?? ahead, isBackward: !isBackward, states: inputs.slice(1 + half) },
    ];
    const [y, yBack] = directions.map(({ prefix, of, ...given }) => {
      const read = readers.get(of.className);
      if (read === undefined) throw unknownName('recurrent layer', of.className, [...readers.keys()]);
      const name = of.config.text('name').replace(prefix, '');
      return runOf(layer.wrapped(of.config, `${prefix}${name}`), read, { steps, ...given });
    });
    const values = gives(layer, ahead.config, y, yBack);
    for (const { of } of directions) {
      of.config.ignore('return_sequences', 'return_state', 'go_backwards');
      checkSettings(of.config);
    }
    return values;
  };
}

/** What both give, put together or one behind the other, and the states of both. */
function gives(layer: KerasLayer, inner: Fields, ahead: Ran, back: Ran): Value[] {
  const append = partsOf(layer);
  const inOrder = inner.flag('return_sequences', false) ? back.outputs.toReversed() : back.outputs;
  const outputs = [
    outputOf(inner, ahead.outputs, prefixed(append, 'forward')),
    outputOf(inner, inOrder, prefixed(append, 'backward')),
  ];
  const states = inner.flag('return_state', false) ? [...ahead.states, ...back.states] : [];
  if (layer.config.value('merge_mode') === null) return [...outputs, ...states];
  const mode = layer.config.text('merge_mode', 'concat');
  const merge = merges.get(mode);
  if (merge === undefined) throw unknownName('merge_mode', mode, [...merges.keys()]);
  return [append(merge(outputs[0].shape.length - 1), outputs, ''), ...states];
}
