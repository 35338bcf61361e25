import type { Options } from 'yargs';
import { baselineKinds, methods } from '../../attribution/index.ts';
import { readingOptions } from '../../experiment/index.ts';
import { backendNames } from '../../gradients/index.ts';
import { processingNames } from '../../inputs/index.ts';
import { captumRules, rules } from '../../quadrature/index.ts';

const what = 'What is explained:';
const how = 'How:';
const reading = 'How the input is read (what is left out is assumed, and told):';

/** The options that say what is explained; of `explain` and `judge`. */
export const subjectOptions = {
  network: { type: 'string', demandOption: true, group: what, describe: 'Network: its name or the path of its file' },
  input: {
    type: 'string',
    demandOption: true,
    group: what,
    describe:
      'Picture (.png, .jpg ...), array (.npy, .npz, one input or a batch), or rows of a data set: dog.jpg, x.npy, data.csv:3, mnist_test:0-9',
  },
  target: {
    type: 'string',
    default: 'top',
    group: what,
    describe:
      'Index or name of an output, of images CHANNEL@ROWxCOLUMN, `label` (what the data say) or `top` (what the network predicts); several, separated by commas',
  },
  output: { ...readingOptions.output, group: what },
  'input-shape': { ...readingOptions['input-shape'], group: what },
  inputs: { ...readingOptions.inputs, group: what },
  labels: { type: 'string', group: what, describe: 'File with the names of the outputs, one in a line' },
} as const satisfies Record<string, Options>;

/** The options that say how, beside the method, and how the input is read. */
export const wayOptions = {
  baseline: {
    type: 'string',
    group: how,
    describe: `Where the line begins: zero, ${baselineKinds.join(', ')}, or what --input takes; several, separated by commas [default: black of pixels, zero of other numbers]`,
  },
  'average-baselines': {
    type: 'boolean',
    group: how,
    describe: 'One answer for several baselines, the mean over them, in the place of one for each',
  },
  layer: {
    type: 'string',
    array: true,
    group: how,
    describe:
      'Layer of layer methods, by name (exact-ig networks NAME lists them) or PyTorch module; several possible [default: the last convolution]',
  },
  neuron: {
    type: 'string',
    group: how,
    describe: 'Unit of the layer, of neuron methods: its index, CHANNEL@ROWxCOLUMN, or row,column,channel',
  },
  rule: {
    type: 'string',
    group: how,
    describe: `exact, random, ${[...rules, ...captumRules].map(({ name }) => name).join(', ')} [default: exact where possible]`,
  },
  memory: {
    type: 'string',
    group: how,
    describe: 'What the network and an exact answer may take, like 512MB or 2GB [default: what the machine has]',
  },
  n: { type: 'number', group: how, describe: 'Partitions of the rule, or samples' },
  window: { type: 'string', group: how, describe: 'Of occlusion: rows x columns that are hidden [default: 4x4]' },
  strides: { type: 'string', group: how, describe: 'Of occlusion: how far the window moves [default: 1x1]' },
  backend: {
    type: 'string',
    choices: ['float64', ...backendNames],
    group: how,
    describe:
      'Where samples are computed: float64 in plain TypeScript, others in float32 by TensorFlow.js; exact answers need none [default: float64]',
  },
  seed: { type: 'number', default: 0, group: how, describe: 'Seed of everything that is drawn' },
  layout: {
    type: 'string',
    choices: ['nchw', 'nhwc'],
    group: reading,
    describe: 'Axes of arrays, in and out: channels first or last',
  },
  processing: {
    type: 'string',
    choices: processingNames,
    group: reading,
    describe:
      'From pixels, 0 to 255, to the input [default: what the network is known for; of arrays that are not uint8 none]',
  },
  divisor: { type: 'number', group: reading, describe: 'Of pixels: (pixel / divisor - mean) / std [default: 255]' },
  mean: { type: 'string', group: reading, describe: 'One number, or one for each channel, separated by commas' },
  std: { type: 'string', group: reading, describe: 'Likewise' },
  channels: {
    type: 'string',
    choices: ['rgb', 'bgr'],
    group: reading,
    describe: 'Order of colours that the network takes of a picture [default: rgb]',
  },
  'label-column': {
    type: 'string',
    group: reading,
    describe: 'Of tabular data: name or index of the column of labels, or none',
  },
  scale: {
    type: 'string',
    choices: ['none', 'standardise'],
    group: reading,
    describe: 'Of tabular data: columns as they are, or less their means, by their standard deviations',
  },
} as const satisfies Record<string, Options>;

/** The options of a question but for its method. */
export const questionOptions = { ...subjectOptions, ...wayOptions };

/** The methods of `explain` by name. */
export const methodNames = methods.map(({ name }) => name);
