import { UserError } from '../../../../base/index.ts';
import { inputName } from '../../../network.ts';
import { Reshape } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { seriesOf, stepsOf } from '../../recurrent/index.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { checkSettings } from '../settings.ts';
import { wrappedIn, type Wrapped } from '../topology.ts';
import { activation, elu, leakyRelu, relu } from './activations.ts';
import { dense } from './dense.ts';
import { inference } from './layout.ts';
import { partsOf } from './recurrent/index.ts';

/** Layers that take each place of all axes but the last alike: what they do with a step they do with a series. */
const alike = new Map<string, Translate>([
  ['Activation', activation],
  ['Dense', dense],
  ['Dropout', inference],
  ['ELU', elu],
  ['LeakyReLU', leakyRelu],
  ['ReLU', relu],
]);

/** A layer, or a model, for each step of a series, with the same weights. */
export const timeDistributed: Translate = (layer) => {
  const inner = wrappedIn(layer.config.object('layer'));
  const { shape } = layer.input;
  if (shape.length < 2) throw new UserError(`it takes a series, its input is ${formatShape(shape)}.`);
  if (inner.className === 'Flatten') return layer.append(new Reshape([shape[0], sizeOf(shape.slice(1))]));
  const translate = alike.get(inner.className);
  if (translate === undefined) return stepByStep(layer, inner);
  const value = translate(layer.wrapped(inner.config));
  checkSettings(inner.config);
  return value;
};

/** The nodes of the wrapped layer again at each step: the same layers of ours, with the step as their input. */
function stepByStep(layer: KerasLayer, inner: Wrapped): Value {
  const append = partsOf(layer);
  const { nodes, output } = layer.alone(inner, layer.input.shape.slice(1));
  const steps = stepsOf(append, layer.input).map((step, i) => {
    const values = new Map([[inputName, step]]);
    for (const node of nodes) {
      const inputs = node.inputs.flatMap((name) => values.get(name) ?? []);
      const part = `step ${i}${node.name.slice(layer.calledAs.length)}`;
      values.set(node.name, append(node.layer, inputs, part));
    }
    return values.get(output) ?? step;
  });
  return seriesOf(append, steps);
}
