import { UserError } from '../../../../base/index.ts';
import { MatMul, Pointwise, selectAlong } from '../../../layers/index.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { fits, takenBy, weightsOf } from './attention.ts';
import { reshaped, turned } from './axis.ts';

/** Several heads, each of which weighs up values by how queries fit keys: Vaswani et al. 2017. */
export const multiHead: Translate = (layer) => {
  const { config } = layer;
  const [heads, size] = [config.count('num_heads'), config.count('key_dim')];
  config.ignore('output_shape', 'dropout');
  const axes = config.has('attention_axes') ? config.numbers('attention_axes') : [1];
  if (axes.length !== 1 || layer.itemAxis(axes[0]) !== 0)
    throw new UserError(
      `its attention_axes are ${config.print('attention_axes')}; only steps of a series are supported.`,
    );
  return inHeads(layer, { queries: heads, keys: heads, size, valueSize: config.count('value_dim', size) });
};

/** Several heads of queries for each of those of keys and values: Ainslie et al. 2023. */
export const groupedQuery: Translate = (layer) => {
  const { config } = layer;
  config.ignore('dropout');
  const size = config.count('head_dim');
  const [queries, keys] = [config.count('num_query_heads'), config.count('num_key_value_heads')];
  return inHeads(layer, { queries, keys, size, valueSize: size });
};

interface Heads {
  readonly queries: number;
  /** Of keys and values. */
  readonly keys: number;
  readonly size: number;
  readonly valueSize: number;
}

function inHeads(layer: KerasLayer, { queries, keys, size, valueSize }: Heads): Value {
  const { config } = layer;
  for (const name of ['use_gate', 'flash_attention'])
    if (config.flag(name, false)) throw new UserError(`its '${name}' is true; only false is supported.`);
  const given = takenBy(layer);
  const query = projected(layer, given.query, 'query', [queries, size]);
  const key = repeated(layer, projected(layer, given.key, 'key', [keys, size]), queries / keys, '/keys');
  const value = repeated(layer, projected(layer, given.value, 'value', [keys, valueSize]), queries / keys, '/values');
  const scores = fits(layer, query, key, 1 / Math.sqrt(size));
  const weighed = layer.append(new MatMul(), [weightsOf(layer, scores), value], '/weighed');
  const joined = turned(layer, weighed, [1, 0, 2], '/steps');
  const steps = reshaped(layer, joined, [joined.shape[0], queries * valueSize], '/joined');
  const part = layer.wrapped(config, 'attention_output');
  const units = part.shapeOf('kernel')[2];
  const kernel = part.weight('kernel', [queries, valueSize, units]);
  return layer.append(new Pointwise(kernel, part.bias(units)), [steps]);
}

/** A series as so many of another size: heads x steps x size. */
function projected(layer: KerasLayer, series: Value, role: string, [heads, size]: readonly [number, number]): Value {
  const part = layer.wrapped(layer.config, role);
  const kernel = part.weight('kernel', [series.shape[1], heads, size]);
  const all = layer.append(new Pointwise(kernel, part.bias(heads, size)), [series], `/${role}`);
  const apart = reshaped(layer, all, [series.shape[0], heads, size], `/${role}/heads`);
  return turned(layer, apart, [1, 0, 2], `/${role}/steps`);
}

/** Each head so many times. */
function repeated(layer: KerasLayer, value: Value, times: number, suffix: string): Value {
  if (times === 1) return value;
  const heads = Array.from({ length: value.shape[0] * times }, (_, i) => Math.floor(i / times));
  return layer.append(selectAlong(value.shape, [heads]), [value], suffix);
}
