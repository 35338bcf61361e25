import { UserError } from '../../../../base/index.ts';
import { WeightedSum } from '../../../layers/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Constant } from '../value.ts';
import { spread } from './broadcast.ts';
import { headsApart, headsTogether } from './heads.ts';
import { taken } from './slice.ts';

/** Which input is which: the operators of ONNX and of ONNX Runtime differ in that. */
interface Places {
  readonly cosines: number;
  readonly sines: number;
  readonly steps: number;
}

/** Pairs of units turned by angles that grow with their steps (Su et al. 2021): linear. */
function rotary({ cosines, sines, steps }: Places): Translate {
  return (operator) => {
    const { attributes } = operator;
    const given = operator.tensor();
    const x = operator.asTensor(headsApart(operator, given, headsOf(operator, given.shape)), given);
    const [, , , units] = x.shape;
    const turned = attributes.int('rotary_embedding_dim', 0) || units;
    const angles = [cosines, sines].map((index) => atSteps(operator, index, steps, x.shape));
    if (angles.some(({ shape }) => shape.at(-1) !== turned / 2))
      throw new UserError(
        `its angles are for ${angles[0].shape.at(-1) ?? 0} pairs of units, expected ${turned / 2}, half of those that are turned.`,
      );
    const isAlternating = attributes.int('interleaved', 0) !== 0;
    const pairs = Array.from({ length: units }, (_, unit) => pairOf(unit, turned, isAlternating));
    const numbers = (of: (unit: number, angle: number) => number): Float64Array =>
      spread(
        constantOf(
          x.shape,
          Float64Array.from({ length: sizeOf(x.shape) }, (_, i) => of(i % units, angleAt(i))),
        ),
        x,
      );
    const angleAt = (i: number): number => (Math.floor(i / units) % x.shape[2]) * (turned / 2) + pairs[i % units].angle;
    const own = numbers((unit, angle) => (unit < turned ? angles[0].data[angle] : 1));
    const others = numbers((unit, angle) => (unit < turned ? pairs[unit].sign * angles[1].data[angle] : 0));
    const other = taken(
      operator,
      x,
      3,
      pairs.map(({ unit }) => unit),
    );
    const result = operator.append(new WeightedSum([own, others]), [
      x,
      operator.arranged(operator.asTensor(other, x), x),
    ]);
    return given.shape.length === 4 ? result : headsTogether(operator, result);
  };
}

/** The unit that is turned with one, by which angle, and whether with its sine or less that. */
function pairOf(unit: number, turned: number, isAlternating: boolean): { unit: number; angle: number; sign: number } {
  if (unit >= turned) return { unit, angle: 0, sign: 0 };
  const half = turned / 2;
  const isFirst = isAlternating ? unit % 2 === 0 : unit < half;
  const distance = isAlternating ? 1 : half;
  const first = isFirst ? unit : unit - distance;
  return { unit: isFirst ? unit + distance : first, angle: isAlternating ? first / 2 : first, sign: isFirst ? -1 : 1 };
}

function headsOf({ attributes }: Operator, shape: Shape): number {
  const heads = attributes.int('num_heads', 0);
  if (shape.length === 4 || heads >= 1) return heads;
  throw new UserError(
    `its input ${formatShape(shape)} has heads and units as one axis, and it does not say how many heads.`,
  );
}

/** Steps x angles: rows of a table, or all of them in turn. */
function atSteps(operator: Operator, index: number, steps: number, [items, , length]: Shape): Constant {
  const table = operator.constant(index);
  if (items !== 1) throw new UserError(`its input has ${items} items, expected one.`);
  if (!operator.has(steps)) {
    if (sizeOf(table.shape.slice(0, -2)) === 1) return { ...table, shape: table.shape.slice(-2) };
    throw new UserError(`its angles ${formatShape(table.shape)} are of several items, expected one.`);
  }
  const { data: given } = operator.constant(steps);
  if (given.length !== length && given.length !== 1)
    throw new UserError(`it says which ${given.length} steps its input is of, and that has ${length}.`);
  const rows = given.length === length ? given : Float64Array.from({ length }, (_, step) => given[0] + step);
  const found = taken(operator, table, 0, rows);
  if (found.kind === 'constant') return found;
  throw new UserError('its angles are computed.');
}

export const rotaryEmbedding = rotary({ cosines: 1, sines: 2, steps: 3 });
/** That of ONNX Runtime. */
export const fusedRotaryEmbedding = rotary({ cosines: 2, sines: 3, steps: 1 });
