import { field, leastRounding, type UnitState } from '../../memory/index.ts';

/** Where the magnitude of a unit grows, so does its rounding: twice as far, so that this is rare. */
export function widen(numbers: Float64Array, at: number, magnitude: number): void {
  const before = numbers[at + field.magnitude];
  if (magnitude <= before) return;
  const more = leastRounding * (2 * magnitude - before);
  numbers[at + field.magnitude] = 2 * magnitude;
  numbers[at + field.low] -= more;
  numbers[at + field.high] += more;
}

/** Lists a unit, whose numbers are at a place, with its value and slope, where it has them, and a change. */
export function list(
  { numbers, list: units, before }: UnitState,
  place: number,
  unit: number,
  at: number,
  since: number,
  change: number,
): void {
  units[place] = unit;
  before[4 * place] = numbers[at];
  before[4 * place + 1] = numbers[at + field.slope];
  before[4 * place + 2] = since;
  before[4 * place + 3] = change;
}
