import { UserError } from '../../../../base/index.ts';
import { sizeOf } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';
import { multiplied } from './dense.ts';

/** Of two operands: a product of matrices, after axes have changed places. Each letter is an axis. */
export const einsum: Translate = (operator) => {
  const equation = operator.attributes.text('equation', '').replaceAll(' ', '');
  const terms = /^(\w+),(\w+)->(\w*)$/
    .exec(equation)
    ?.slice(1)
    .map((term) => Array.from(term));
  const product = terms && productOf(terms);
  if (terms === undefined || product === undefined)
    throw new UserError(
      `its equation is '${equation}'; only products of two operands, such as 'bij,bjk->bik', are supported.`,
    );
  const [a, b] = [operator.value(0), operator.value(1)];
  const [first, second, result] = terms;
  if (a.shape.length !== first.length || b.shape.length !== second.length)
    throw new UserError(`its equation '${equation}' is for other axes than its inputs have.`);
  const sizeOfAxis = (letter: string): number =>
    first.includes(letter) ? a.shape[first.indexOf(letter)] : b.shape[second.indexOf(letter)];
  const { shared, rows, inner, columns } = product;
  const left = asMatrices(operator, a, first, [shared, rows, inner]);
  const right = asMatrices(operator, b, second, [shared, inner, columns]);
  const order = [...shared, ...rows, ...columns];
  return permuted(operator, { ...multiplied(operator, left, right), shape: order.map(sizeOfAxis) }, order, result);
};

/** The axes of a product of matrices: those of its places, and those along which it sums. */
interface Product {
  readonly shared: readonly string[];
  readonly rows: readonly string[];
  readonly inner: readonly string[];
  readonly columns: readonly string[];
}

/** Undefined of what sums over an axis of one operand alone, or takes its diagonal. */
function productOf([first, second, result]: readonly (readonly string[])[]): Product | undefined {
  const kept = (letter: string): boolean => result.includes(letter);
  const alone = [...first.filter((one) => !second.includes(one)), ...second.filter((one) => !first.includes(one))];
  const isPlain = [first, second, result].every((letters) => new Set(letters).size === letters.length);
  const isKnown = result.every((one) => first.includes(one) || second.includes(one));
  if (!isPlain || !isKnown || !alone.every(kept)) return undefined;
  const both = first.filter((one) => second.includes(one));
  return {
    shared: both.filter(kept),
    rows: first.filter((one) => !both.includes(one)),
    inner: both.filter((one) => !kept(one)),
    columns: second.filter((one) => !both.includes(one)),
  };
}

/** An operand as matrices, one for each place of the axes that are shared; without any it is a single one. */
function asMatrices(
  operator: Operator,
  value: Value,
  letters: readonly string[],
  [shared, ...sides]: readonly (readonly string[])[],
): Value {
  const turned = permuted(operator, value, letters, [...shared, ...sides.flat()]);
  const groups = [...(shared.length === 0 ? [] : [shared]), ...sides];
  const shape = groups.map((group) => sizeOf(group.map((letter) => value.shape[letters.indexOf(letter)])));
  return { ...turned, shape };
}

function permuted(operator: Operator, value: Value, from: readonly string[], to: readonly string[]): Value {
  const axes = to.map((letter) => from.indexOf(letter));
  return operator.moved(
    value,
    axes.map((axis) => value.shape[axis]),
    transposedOrder(value.shape, axes),
  );
}
