import { UserError } from '../../../../base/index.ts';
import { Tanh } from '../../../layers/index.ts';
import { sizeOf } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import { constantOf, type Constant, type Value } from '../value.ts';
import { gather } from '../../order.ts';
import { add } from './arithmetic.ts';
import { broadcastShape, orderTo } from './broadcast.ts';
import { multiplied, scaled, swapped } from './dense.ts';
import { made, madeTensor } from './made.ts';
import { taken } from './slice.ts';
import { softmax } from './softmax.ts';

/** What steps are attended from, and what of them is taken: items x heads x steps x units. */
export interface Attended {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** How steps are attended. */
export interface Attention {
  /** Of scores; default: 1 over the root of the units of a head. */
  readonly scale: number | undefined;
  /** Scores stay within it, by a hyperbolic tangent; 0 if they do not. */
  readonly softcap?: number;
  /** Added to the scores. */
  readonly biases: readonly Value[];
}

/**
 * `softmax(scale Q K' + biases) V` for each head (Vaswani et al. 2017). Several heads may share one of the keys and
 * values.
 */
export function attended(operator: Operator, of: Attended, { scale, softcap = 0, biases }: Attention): Value {
  const heads = of.queries.shape[1];
  const keys = shared(operator, of.keys, heads);
  const products = multiplied(operator, of.queries, swapped(operator, keys));
  const factor = scale ?? 1 / Math.sqrt(keys.shape[3]);
  const scores =
    softcap === 0
      ? scaled(operator, products, factor)
      : scaled(
          operator,
          operator.append(new Tanh(), [scaled(operator, products, factor / softcap)], `${operator.name}/softcap`),
          softcap,
        );
  const biased = biases.length === 0 ? scores : madeTensor(operator, 'biased', add, [scores, ...biases]);
  const weights = made(operator, 'weights', softmax, [biased], { axis: 3 });
  return multiplied(operator, weights, shared(operator, of.values, heads));
}

function shared(operator: Operator, value: Value, heads: number): Value {
  const each = heads / value.shape[1];
  if (!Number.isInteger(each))
    throw new UserError(`it has ${heads} heads of queries for ${value.shape[1]} of keys and values.`);
  return each === 1
    ? value
    : taken(
        operator,
        value,
        1,
        Array.from({ length: heads }, (_, head) => Math.floor(head / each)),
      );
}

/** Added to scores: minus infinity where a query does not see a key. @param queries how many; so keys */
export function unseen(queries: number, keys: number, sees: (query: number, key: number) => boolean): Constant {
  const hidden = Float64Array.from({ length: queries * keys }, (_, i) =>
    sees(Math.floor(i / keys), i % keys) ? 0 : -Infinity,
  );
  return constantOf([queries, keys], hidden);
}

/** A mask that is added to scores as it is, or of truths says which are seen. */
export function asBias(mask: Value): Value {
  if (mask.kind === 'tensor' || !mask.isInteger) return mask;
  return constantOf(
    mask.shape,
    mask.data.map((seen) => (seen === 0 ? -Infinity : 0)),
  );
}

/** @throws UserError if constants together leave a query no key, by which ONNX Runtime makes of it what it likes */
export function checkSeen(biases: readonly Value[], queries: number, keys: number): void {
  const constants = biases.filter((bias) => bias.kind === 'constant');
  const shape = constants.map((bias) => bias.shape).reduce(broadcastShape, [queries, keys]);
  const hidden = constants.map((bias) => gather(bias.data, orderTo(bias.shape, shape)));
  for (let row = 0; row < sizeOf(shape); row += keys) {
    const sees = (key: number): boolean => hidden.every((of) => of[row + key] !== -Infinity);
    if (!Array.from({ length: keys }, (_, key) => key).some(sees))
      throw new UserError(`its mask hides all ${keys} keys from query ${(row / keys) % queries}.`);
  }
}
