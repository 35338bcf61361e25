import { isObject, UserError } from '../../../../../base/index.ts';
import { Fields } from '../../fields.ts';
import type { Translate } from '../../kerasLayer.ts';
import { argumentsOf, ask, constant, valueOf } from './ask.ts';

/** An operator whose input beside the tensor is a list of whole numbers, such as sizes or axes. */
function by(op: string, field: string): Translate {
  return (layer) => {
    const { config } = layer;
    const numbers = config.isNumber(field)
      ? constant([config.number(field)], [])
      : constant(config.list(field).map((size) => (typeof size === 'number' ? size : -1)));
    return ask(layer, op, [...argumentsOf(layer), numbers]);
  };
}

const transpose: Translate = (layer) => {
  const { config, input } = layer;
  const axes = config.has('axes') ? config.numbers('axes') : [input.shape.length + 1, ...input.shape.keys()].reverse();
  return ask(layer, 'Transpose', [...argumentsOf(layer), constant(axes)]);
};

const squeeze: Translate = (layer) => {
  const { config } = layer;
  const axes = config.has('axis') ? config.numberOrNumbers('axis') : [];
  return ask(layer, 'Squeeze', argumentsOf(layer), { squeeze_dims: axes });
};

const stack: Translate = (layer) => ask(layer, 'Pack', argumentsOf(layer), { axis: layer.config.number('axis', 0) });

const flip: Translate = (layer) =>
  ask(layer, 'ReverseV2', [...argumentsOf(layer), constant(layer.config.numberOrNumbers('axis'))]);

/** What an entry of an index says of an axis, as a strided slice has it: bits of masks for what it leaves out. */
interface Entry {
  readonly begin?: number;
  readonly end?: number;
  readonly step?: number;
  readonly isAxis?: boolean;
  readonly isNew?: boolean;
  readonly isEllipsis?: boolean;
}

/** A piece by an index of numbers, slices, new axes and an ellipsis: `x[:, 1:3, None]`. */
const getItem: Translate = (layer) => {
  const [tensor, index] = layer.args;
  const entries = (Array.isArray(index) ? index : [index]).map(entryOf);
  const bits = (holds: (entry: Entry) => boolean): number =>
    entries.reduce((mask, entry, i) => mask + (holds(entry) ? 2 ** i : 0), 0);
  const bounds = [
    entries.map(({ begin = 0 }) => begin),
    entries.map(({ begin = 0, end, isAxis }) => (isAxis === true ? begin + 1 : (end ?? 0))),
    entries.map(({ step = 1 }) => step),
  ];
  const settings = {
    begin_mask: bits(({ begin }) => begin === undefined),
    end_mask: bits(({ end, isAxis }) => end === undefined && isAxis !== true),
    shrink_axis_mask: bits(({ isAxis }) => isAxis === true),
    new_axis_mask: bits(({ isNew }) => isNew === true),
    ellipsis_mask: bits(({ isEllipsis }) => isEllipsis === true),
  };
  const inputs = [valueOf(layer, tensor), ...bounds.map((numbers) => constant(numbers))];
  return ask(layer, 'StridedSlice', inputs, settings);
};

function entryOf(entry: unknown): Entry {
  if (typeof entry === 'number') return { begin: entry, isAxis: true };
  if (entry === null) return { isNew: true };
  if (isObject(entry) && entry.class_name === '__ellipsis__') return { isEllipsis: true };
  if (!isObject(entry) || entry.class_name !== '__slice__')
    throw new UserError('its index is not made of numbers, slices and an ellipsis.');
  const slice = new Fields(entry.config, 'a slice');
  const bound = (name: string): object => (slice.has(name) ? { [named[name]]: slice.number(name) } : {});
  return { ...bound('start'), ...bound('stop'), ...bound('step') };
}

const named: Readonly<Record<string, keyof Entry>> = { start: 'begin', stop: 'end', step: 'step' };

/** The registry: what moves numbers, by class. */
export const layout: readonly (readonly [string, Translate])[] = [
  ['BroadcastTo', by('BroadcastTo', 'shape')],
  ['Concatenate', by('ConcatV2', 'axis')],
  ['ExpandDims', by('ExpandDims', 'axis')],
  ['Flip', flip],
  ['GetItem', getItem],
  ['Reshape', by('Reshape', 'newshape')],
  ['Squeeze', squeeze],
  ['Stack', stack],
  ['Tile', by('Tile', 'repeats')],
  ['Transpose', transpose],
];
