import { UserError } from '../../../../base/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';
import { asBias, attended, checkSeen, unseen } from './attended.ts';
import { joined } from './concat.ts';
import { headsApart, headsTogether } from './heads.ts';
import { reshapedTo } from './reshape.ts';

/** Scaled dot-product attention; its steps before these may be held in further inputs, and are given on. */
export const attention: Translate = (operator) => {
  const { attributes, node } = operator;
  if ((node.output[3] ?? '') !== '') throw new UserError('its output of scores is not supported.');
  if (operator.has(6)) throw new UserError('its input nonpad_kv_seqlen is not supported.');
  const heads = ['q_num_heads', 'kv_num_heads', 'kv_num_heads'].map((name) => attributes.int(name, 0));
  const [queries, newKeys, newValues] = heads.map((of, index) => headsApart(operator, operator.value(index), of));
  const [keys, values] = [newKeys, newValues].map((value, i) => withPast(operator, 4 + i, value));
  const biases = biasesOf(operator, queries.shape[2], keys.shape[2]);
  const scale = attributes.get('scale')?.f;
  const result = attended(
    operator,
    { queries, keys, values },
    { scale, softcap: attributes.float('softcap', 0), biases },
  );
  return [operator.value(0).shape.length === 4 ? result : headsTogether(operator, result), keys, values];
};

/** What is held of earlier steps, with these behind. */
function withPast(operator: Operator, index: number, value: Value): Value {
  return operator.has(index) ? joined(operator, [operator.value(index), value], 2) : value;
}

function biasesOf(operator: Operator, queries: number, keys: number): Value[] {
  const { attributes } = operator;
  const past = operator.has(4) ? operator.value(4).shape[2] : 0;
  const [isCausal, left, right] = [
    attributes.int('is_causal', 0) !== 0,
    attributes.int('left_window_size', -1),
    attributes.int('right_window_size', -1),
  ];
  const sees = (query: number, key: number): boolean => {
    const ahead = key - query - past;
    return !(isCausal && ahead > 0) && (left < 0 || -ahead <= left) && (right < 0 || ahead <= right);
  };
  const biases = [
    ...(operator.has(3) ? [asBias(atLeastMatrix(operator.value(3)))] : []),
    ...(isCausal || left >= 0 || right >= 0 ? [unseen(queries, keys, sees)] : []),
  ];
  checkSeen(biases, queries, keys);
  return biases;
}

function atLeastMatrix(mask: Value): Value {
  return mask.shape.length >= 2 ? mask : reshapedTo(mask, [1, ...mask.shape]);
}
