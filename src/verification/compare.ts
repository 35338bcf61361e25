import { randomOf } from '../attribution/index.ts';
import { roughly } from './rounding.ts';
import type { Both } from './runtime.ts';

/** How far values as they are read are from those of a runtime. */
export interface Comparison {
  /** Values of the output, and how many inputs were tried. */
  readonly units: number;
  readonly inputs: number;
  /** Largest difference of a value, relative to the largest value of all; Infinity of other than as many values. */
  readonly difference: number;
  /**
   * Largest difference of a value beyond what float32 rounds in this network, relative to the largest value of its own
   * unit: 0 or little more where the network is read as it is meant, near 0.01 where one unit of many is off by 1 %.
   */
  readonly beyondRounding: number;
}

/** How much more than layers that round at random a runtime may be off: it adds many terms and rounds each sum. */
const allowance = 16;
/** Once in a while what is drawn at random happens to be small; what is further apart than this is drawn for again. */
const doubtful = 1e-5;
const mostDraws = 8;

/** Compares both at points, which are rounded first to what the runtime takes. */
export async function compare(both: Both, points: readonly Float64Array[]): Promise<Comparison> {
  const { network } = both;
  const random = randomOf(0);
  const taken = points.map((point) => both.rounded(point));
  const theirs = await both.theirs(taken);
  const units = Array.from({ length: network.outputSize }, () => ({ apart: 0, rounding: 0, largest: 0 }));
  const counts = { units: units.length, inputs: points.length };
  if (theirs.some(({ length }) => length !== units.length))
    return { ...counts, difference: Infinity, beyondRounding: Infinity };
  const ours = taken.map((point) => both.placed(network.evaluate(point)));
  units.forEach((unit, j) => {
    ours.forEach((values, i) => {
      unit.apart = Math.max(unit.apart, distance(values[j], theirs[i][j]));
      unit.largest = Math.max(unit.largest, Math.abs(values[j]), Math.abs(theirs[i][j]));
    });
  });
  for (let draw = 0; draw === 0 || (draw < mostDraws && summary(units).beyondRounding > doubtful); draw++) {
    taken.forEach((point, i) => {
      const rough = both.placed(roughly(network, point, random));
      units.forEach((unit, j) => (unit.rounding = Math.max(unit.rounding, distance(ours[i][j], rough[j]))));
    });
  }
  return { ...counts, ...summary(units) };
}

/** What is known of a unit over all points. */
interface Unit {
  readonly apart: number;
  readonly rounding: number;
  readonly largest: number;
}

function summary(units: readonly Unit[]): Pick<Comparison, 'difference' | 'beyondRounding'> {
  const most = (of: (unit: Unit) => number): number => units.reduce((max, unit) => Math.max(max, of(unit)), 0);
  return {
    difference: ratio(
      most(({ apart }) => apart),
      most(({ largest }) => largest),
    ),
    beyondRounding: most(({ apart, rounding, largest }) =>
      ratio(apart === Infinity ? apart : Math.max(0, apart - allowance * rounding), largest),
    ),
  };
}

function ratio(apart: number, largest: number): number {
  return apart === Infinity ? apart : apart / (largest || 1);
}

/** Infinity where one of both is no number and the other is. */
function distance(a: number, b: number): number {
  const apart = Object.is(a, b) ? 0 : Math.abs(a - b);
  return Number.isNaN(apart) ? Infinity : apart;
}
