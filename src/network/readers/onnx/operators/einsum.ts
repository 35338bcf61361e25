import { UserError } from '../../../../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';
import { multiplied } from './dense.ts';
import { equationOf } from './equation.ts';
import { reduceSum } from './reduce.ts';

/** A value with a letter for each of its axes. */
interface Term {
  readonly value: Value;
  readonly letters: readonly string[];
}

/**
 * Sums of products along axes that letters name, of any number of operands. Two by two, the first computed one before
 * the others, operands become products of matrices; axes of one operand alone are summed before.
 */
export const einsum: Translate = (operator) => {
  const values = operator.values;
  const { operands, result } = equationOf(
    operator.attributes.text('equation', ''),
    values.map(({ shape }) => shape.length),
  );
  const sizes = sizesOf(values, operands);
  const waiting = values.map((value, i) => repeatedOnce(operator, { value, letters: operands[i] }, sizes));
  const taken = (among: readonly Term[]): string[] => [...result, ...among.flatMap(({ letters }) => letters)];
  let product = pulledOut(waiting, () => true);
  product = summed(operator, product, taken(waiting));
  while (waiting.length > 0) {
    const { letters } = product;
    const chosen = pulledOut(waiting, (term) => term.letters.some((letter) => letters.includes(letter)));
    const next = summed(operator, chosen, [...letters, ...taken(waiting)]);
    product = contracted(operator, product, next, taken(waiting), sizes);
  }
  return permuted(operator, product, result).value;
};

/** How many places an axis has. @throws UserError if operands do not agree, or one is missing */
function sizesOf(values: readonly Value[], operands: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach((letters, i) => {
    letters.forEach((letter, axis) => {
      const [known = 1, size] = [sizes.get(letter), values[i].shape[axis]];
      if (known !== 1 && size !== 1 && known !== size)
        throw new UserError(`its axis '${letter}' has ${known} places in one input and ${size} in another.`);
      sizes.set(letter, Math.max(known, size));
    });
  });
  return sizes;
}

/** Takes out the first computed one of those that are wanted, or the first, or the first of all. */
function pulledOut(terms: Term[], isWanted: (term: Term) => boolean): Term {
  const places = [
    terms.findIndex((term) => isWanted(term) && term.value.kind === 'tensor'),
    terms.findIndex(isWanted),
    0,
  ];
  return terms.splice(places.find((place) => place >= 0) ?? 0, 1)[0];
}

/** Of a letter that stands twice the diagonal; without axes of one place where other operands have more. */
function repeatedOnce(operator: Operator, { value, letters }: Term, sizes: ReadonlyMap<string, number>): Term {
  const own = letters.filter((letter, axis) => value.shape[axis] > 1 || sizes.get(letter) === 1);
  const once = [...new Set(own)];
  const shape = once.map((letter) => sizes.get(letter) ?? 1);
  if (once.length === letters.length) return { value, letters };
  const strides = once.map((letter) =>
    letters.reduce((sum, of, axis) => sum + (of === letter ? sizeOf(value.shape.slice(axis + 1)) : 0), 0),
  );
  const indices = Int32Array.from({ length: sizeOf(shape) }, (_, i) => placeAt(i, shape, strides));
  return { value: operator.moved(value, shape, indices), letters: once };
}

/** Where element `i` of a shape stands, whose axes lie apart by strides. */
function placeAt(i: number, shape: Shape, strides: readonly number[]): number {
  let [place, rest] = [0, i];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place += (rest % shape[axis]) * strides[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

/** Without the axes that nothing else has. */
function summed(operator: Operator, term: Term, kept: readonly string[]): Term {
  const letters = term.letters.filter((letter) => kept.includes(letter));
  if (letters.length === term.letters.length) return term;
  const axes = term.letters.flatMap((letter, axis) => (kept.includes(letter) ? [] : [axis]));
  const shape = term.value.shape.filter((_, axis) => !axes.includes(axis));
  const { value } = term;
  if (value.kind === 'tensor') return { value: { ...reduceSum(operator, axes, value), shape }, letters };
  const sorted = permuted(operator, term, [...letters, ...axes.map((axis) => term.letters[axis])]).value;
  if (sorted.kind === 'tensor') return term;
  const each = sizeOf(value.shape) / sizeOf(shape);
  const data = new Float64Array(sizeOf(shape));
  sorted.data.forEach((x, i) => (data[Math.floor(i / each)] += x));
  return { value: { ...value, shape, data }, letters };
}

/** The product of two, summed over the axes of both that nothing else has. */
function contracted(
  operator: Operator,
  a: Term,
  b: Term,
  kept: readonly string[],
  sizes: ReadonlyMap<string, number>,
): Term {
  const both = a.letters.filter((letter) => b.letters.includes(letter));
  const shared = both.filter((letter) => kept.includes(letter));
  const inner = both.filter((letter) => !kept.includes(letter));
  const rows = a.letters.filter((letter) => !both.includes(letter));
  const columns = b.letters.filter((letter) => !both.includes(letter));
  const left = asMatrices(operator, a, [shared, rows, inner]);
  const right = asMatrices(operator, b, [shared, inner, columns]);
  const letters = [...shared, ...rows, ...columns];
  const shape = letters.map((letter) => sizes.get(letter) ?? 1);
  return { value: { ...multiplied(operator, left, right), shape }, letters };
}

/** An operand as matrices, one for each place of the axes that are shared; without any it is a single one. */
function asMatrices(operator: Operator, term: Term, [shared, ...sides]: readonly (readonly string[])[]): Value {
  const sorted = permuted(operator, term, [...shared, ...sides.flat()]).value;
  const groups = [...(shared.length === 0 ? [] : [shared]), ...sides];
  const shape = groups.map((group) => sizeOf(group.map((letter) => term.value.shape[term.letters.indexOf(letter)])));
  return { ...sorted, shape };
}

function permuted(operator: Operator, { value, letters }: Term, wanted: readonly string[]): Term {
  const axes = wanted.map((letter) => letters.indexOf(letter));
  if (axes.includes(-1))
    throw new UserError(`its equation gives an axis that no input of ${formatShape(value.shape)} has.`);
  const shape = axes.map((axis) => value.shape[axis]);
  return { value: operator.moved(value, shape, transposedOrder(value.shape, axes)), letters: wanted };
}
