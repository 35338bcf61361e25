import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Value } from '../value.ts';
import { add } from './arithmetic.ts';
import { attended, unseen, type Attended } from './attended.ts';
import { multiplied } from './dense.ts';
import { headsApart, headsTogether } from './heads.ts';
import { made } from './made.ts';
import { reshapedTo } from './reshape.ts';
import { splitAlong } from './slice.ts';

/** ONNX Runtime's Attention: queries, keys and values are computed from one input, by one matrix. */
export const packedAttention: Translate = (operator) => {
  refuse(operator, { 4: 'past', 6: 'past_sequence_length' });
  const product = multiplied(operator, operator.value(0), operator.value(1));
  const all = operator.has(2) ? made(operator, 'bias', add, [product, operator.value(2)]) : product;
  const width = all.shape[2];
  const sizes = operator.attributes.ints('qkv_hidden_sizes', [width / 3, width / 3, width / 3]);
  if (sizes.length !== 3 || sizes.reduce((sum, size) => sum + size) !== width)
    throw new UserError(`its ${width} units are no queries, keys and values of [${sizes.join(', ')}] units.`);
  return attendedByHeads(operator, splitAlong(operator, all, 2, sizes), { mask: 3, bias: 5 });
};

/** ONNX Runtime's MultiHeadAttention: queries, keys and values are inputs. */
export const multiHeadAttention: Translate = (operator) => {
  refuse(operator, { 6: 'past_key', 7: 'past_value', 8: 'past_sequence_length' });
  if (!operator.has(1) || !operator.has(2))
    throw new UserError('its keys or values are within its queries, which is not supported.');
  const parts = [0, 1, 2].map((index) => operator.value(index));
  return attendedByHeads(operator, operator.has(3) ? biased(operator, parts) : parts, { mask: 4, bias: 5 });
};

/** A bias for each unit of the queries, of the keys and of the values, one after the other. */
function biased(operator: Operator, parts: readonly Value[]): Value[] {
  const biases = splitAlong(
    operator,
    operator.value(3),
    0,
    parts.map(({ shape }) => (shape.length === 4 ? shape[1] * shape[3] : shape[2])),
  );
  return parts.map((part, i) => {
    const [units] = biases[i].shape;
    const bias = part.shape.length === 4 ? reshapedTo(biases[i], [part.shape[1], 1, units / part.shape[1]]) : biases[i];
    return made(operator, `bias ${i}`, add, [part, bias]);
  });
}

function refuse(operator: Operator, inputs: Readonly<Record<number, string>>): void {
  for (const [index, name] of Object.entries(inputs))
    if (operator.has(Number(index))) throw new UserError(`its input ${name} is not supported.`);
}

/** @param parts queries, keys and values @param inputs which of the node's hide keys, and are added to scores */
function attendedByHeads(operator: Operator, parts: readonly Value[], inputs: { mask: number; bias: number }): Value {
  const { attributes } = operator;
  const heads = attributes.int('num_heads', 0);
  const [queries, keys, values] = parts.map((part) => headsApart(operator, part, heads));
  const biases = [
    ...(operator.has(inputs.mask) ? [hiding(operator, inputs.mask, keys.shape[2])] : []),
    ...(operator.has(inputs.bias) ? [operator.value(inputs.bias)] : []),
    ...(attributes.int('unidirectional', 0) !== 0
      ? [unseen(queries.shape[2], keys.shape[2], (query, key) => key <= query)]
      : []),
  ];
  const of: Attended = { queries, keys, values };
  const scale = attributes.float('scale', 0);
  return headsTogether(operator, attended(operator, of, { scale: scale === 0 ? undefined : scale, biases }));
}

/** Whether each key is seen, or how many are, by a large number that is added. */
function hiding(operator: Operator, index: number, keys: number): Value {
  const { shape, data } = operator.constant(index);
  const hidden = operator.attributes.float('mask_filter_value', -10000);
  if (shape.length === 1 && shape[0] === 1)
    return constantOf(
      [1, 1, 1, keys],
      Float64Array.from({ length: keys }, (_, key) => (key < data[0] ? 0 : hidden)),
    );
  const rows = shape.length === 2 ? [1, 1, 1, keys] : [shape[0], 1, shape[1], keys];
  if (shape.length > 3 || shape[0] !== 1 || shape.at(-1) !== keys)
    throw new UserError(`its mask is ${formatShape(shape)}, for ${keys} keys of one item.`);
  return constantOf(
    rows,
    data.map((seen) => (seen === 0 ? hidden : 0)),
  );
}
