import { groupNames, headOf, type Head } from './head.ts';

/** Names of weights in the order in which layers make them, where these are not a kernel, a second one and biases. */
const named = new Map<string, readonly string[]>([
  ['AdditiveAttention', ['scale']],
  ['Attention', ['scale', 'concat_score_weight']],
  ['BatchNormalization', ['gamma', 'beta', 'moving_mean', 'moving_variance']],
  ['DepthwiseConv1D', ['depthwise_kernel', 'bias']],
  ['DepthwiseConv2D', ['depthwise_kernel', 'bias']],
  ['Embedding', ['embeddings']],
  ['GroupNormalization', ['gamma', 'beta']],
  ['LayerNormalization', ['gamma', 'beta']],
  ['LayerScale', ['gamma']],
  ['Normalization', ['mean', 'variance']],
  ['PReLU', ['alpha']],
  ['RMSNormalization', ['scale']],
  ['SpectralNormalization', []],
  ['SeparableConv1D', ['depthwise_kernel', 'pointwise_kernel', 'bias']],
  ['SeparableConv2D', ['depthwise_kernel', 'pointwise_kernel', 'bias']],
  ...['ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'GRU', 'LSTM', 'SimpleRNN'].map(
    (layer) => [`${layer}Cell`, ['kernel', 'recurrent_kernel', 'bias']] as const,
  ),
]);

/** Settings without which a layer has no weight of a name. */
const settings = new Map([
  ['gamma', 'scale'],
  ['beta', 'center'],
  ['scale', 'use_scale'],
]);

/** The names of a layer's own weights. */
export function variableNames({ className, config }: Head): readonly string[] {
  const names = named.get(className) ?? ['kernel', 'bias'];
  return names.filter((name) => config[settings.get(name) ?? ''] !== false);
}

/** Layers that a layer is made of, by the names of their groups. */
export function partsOf({ className, config }: Head): readonly (readonly [group: string, part: Head])[] {
  if (className === 'Bidirectional') return directions(config);
  if (className === 'StackedRNNCells') return cellsOf(config);
  if (className === 'RNN') return [['cell', headOf(config.cell)]];
  if (named.has(`${className}Cell`)) return [['cell', { className: `${className}Cell`, name: 'cell', config }]];
  if (className.endsWith('Attention')) return projections;
  return [['layer', headOf(config.layer)]];
}

/** The second is called as the first, but for what stands in front, unless it has a configuration of its own. */
function directions({ layer, backward_layer: back }: Head['config']): readonly (readonly [string, Head])[] {
  const [ahead, own] = [headOf(layer), headOf(back ?? layer)];
  const called = (head: Head, direction: string): Head => ({
    ...head,
    name: `${direction}${head.name.replace(direction, '')}`,
  });
  return [
    ['forward_layer', called(ahead, 'forward_')],
    ['backward_layer', called(own, 'backward_')],
  ];
}

/** Groups of stacked cells are called by their classes, as those of layers. */
function cellsOf({ cells }: Head['config']): readonly (readonly [string, Head])[] {
  const heads = (Array.isArray(cells) ? cells : []).map(headOf);
  const names = groupNames(heads);
  return heads.map((head, i) => [`cells/${names[i]}`, head]);
}

/** What makes queries, keys and values of inputs, and puts the heads together. */
const projections = ['query', 'key', 'value', 'output'].flatMap((role) =>
  [`${role}_dense`, `_${role}_dense`].map((group) => {
    const name = role === 'output' ? 'attention_output' : role;
    return [group, { className: 'EinsumDense', name, config: {} }] as const;
  }),
);
