import { UserError } from '../../../../base/index.ts';
import { MatMul, Pointwise, Softmax, Tanh, WeightedSum } from '../../../layers/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { reshaped, turned } from './axis.ts';
import { broadcast } from './merges.ts';

/** Of what attention weighs up: queries, values and keys, which may be the values. */
export interface Taken {
  readonly query: Value;
  readonly value: Value;
  readonly key: Value;
}

/** @throws UserError unless it takes two or three series */
export function takenBy({ inputs }: KerasLayer): Taken {
  const [query, value, key = value] = inputs;
  if (inputs.length >= 2 && inputs.length <= 3 && inputs.every(({ shape }) => shape.length === 2))
    return { query, value, key };
  throw new UserError(
    `its inputs are ${inputs.map(({ shape }) => formatShape(shape)).join(', ')}, expected two or three series: queries, values and keys.`,
  );
}

/** Products of queries and keys along their last axis, scaled. */
export function fits(layer: KerasLayer, query: Value, key: Value, scale: number): Value {
  const axes = [...key.shape.keys()];
  const columns = turned(layer, key, [...axes.slice(0, -2), axes.length - 1, axes.length - 2], '/columns');
  const products = layer.append(new MatMul(), [query, columns], '/products');
  return layer.append(new WeightedSum([Float64Array.of(scale)]), [products], '/scores');
}

/** What is far below all scores, as Keras has it, so that its exponential is 0. */
const farBelow = -1e9;

/** Scores as weights of sum 1; where a query sees no later step, those are 0. */
export function weightsOf(layer: KerasLayer, scores: Value): Value {
  const isCausal = layer.settings.flag('use_causal_mask', false) || layer.config.flag('causal', false);
  const seen = isCausal ? layer.append(causalMask(scores.shape), [scores], '/seen') : scores;
  return layer.append(new Softmax(scores.shape.length - 1), [seen], '/weights');
}

/** Puts scores of keys behind their query far below all others, in each head alike. */
function causalMask(shape: Shape): WeightedSum {
  const [queries, keys] = shape.slice(-2);
  const mask = Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    i % keys > Math.floor(i / keys) % queries ? farBelow : 0,
  );
  return new WeightedSum([Float64Array.of(1)], mask);
}

/** By products of queries and keys (Luong et al. 2015), or by functions of their sums. */
export const attention: Translate = (layer) => {
  const { config } = layer;
  config.ignore('dropout');
  const { query, value, key } = takenBy(layer);
  const scale = config.flag('use_scale', false) ? layer.weight('scale', [])[0] : 1;
  const mode = config.text('score_mode', 'dot');
  if (mode !== 'dot' && mode !== 'concat')
    throw new UserError(`its score_mode is '${mode}', expected 'dot' or 'concat'.`);
  const size = key.shape[1];
  const scores =
    mode === 'dot'
      ? fits(layer, query, key, scale)
      : ofSums(layer, [query, key], scale, new Float64Array(size).fill(layer.weight('concat_score_weight', [])[0]));
  return layer.append(new MatMul(), [weightsOf(layer, scores), value]);
};

/** By functions of sums of queries and keys: Bahdanau et al. 2015. */
export const additive: Translate = (layer) => {
  const { config } = layer;
  config.ignore('dropout');
  const { query, value, key } = takenBy(layer);
  const size = key.shape[1];
  const weights = config.flag('use_scale', true) ? layer.weight('scale', [size]) : new Float64Array(size).fill(1);
  return layer.append(new MatMul(), [weightsOf(layer, ofSums(layer, [query, key], 1, weights)), value]);
};

/** `sum of weights tanh(scale (query + key))` for each pair. */
function ofSums(layer: KerasLayer, [query, key]: readonly [Value, Value], scale: number, weights: Float64Array): Value {
  const [queries, size] = query.shape;
  const [keys] = key.shape;
  const pairs = broadcast(layer, [
    reshaped(layer, query, [queries, 1, size], '/queries'),
    reshaped(layer, key, [1, keys, size], '/keys'),
  ]);
  const factor = Float64Array.of(scale);
  const sums = layer.append(new WeightedSum([factor, factor]), pairs, '/sums');
  const bent = layer.append(new Tanh(), [sums], '/tanh');
  const scores = layer.append(new Pointwise(weights, new Float64Array(1)), [bent], '/fits');
  return reshaped(layer, scores, [queries, keys], '/scores');
}
