import { evaluateNode } from '../../network/index.ts';
import { elementwiseBend, maximumBend, type Bend } from './bend.ts';
import { bracketRoot } from './bracketRoot.ts';
import { multiplicationsOf } from './multiplications.ts';
import { Readings, type Reading } from './readings.ts';
import { roundingOf } from './rounding.ts';
import { partsOf, type SmoothEnd } from './smoothEnd.ts';

/** A place of a stretch, and what the layers that bend and those that are smooth read there. */
interface Place {
  readonly at: number;
  readonly reads: readonly Float64Array[];
  /** What rounding may make of each of them. */
  readonly roundings: readonly number[];
  readonly reading: Reading;
}

/** A stretch between two places, and the one half-way if it is known. */
interface Part {
  readonly from: Place;
  readonly middle?: Place;
  readonly to: Place;
}

type Look = (at: number) => Place;

/**
 * Looks at each region at most, for each unit that bends, and at all regions together besides, times multiplications in
 * a look and what it takes whatever these: some seconds.
 */
const looksForUnit = 64;
const allLooks = 2 ** 30;
const leastInLook = 2 ** 11;
/** What happens in stretches that are shorter, relative to the whole, does not matter. */
const shortest = 2 ** -44;

/**
 * Searches for where the units of a head bend, though they lie behind smooth layers: where they enter another piece
 * while the frontier goes straight.
 */
export class Bends {
  readonly #end: SmoothEnd;
  readonly #readings: Readings;
  /** The layers that bend, and the places of what they read. */
  readonly #bends: readonly (Bend & { readonly source: number })[];
  /** How many units bend. */
  readonly units: number;
  /** Looks that all regions may share. */
  #shared: number;
  #unlooked = 0;

  constructor(end: SmoothEnd) {
    this.#end = end;
    this.#readings = new Readings(end);
    this.#bends = end.steps.flatMap(({ operation, size, inputs: [source] }) => {
      if (operation.family === 'elementwise') return [{ ...elementwiseBend(operation, size), source }];
      return operation.family === 'maximum' ? [{ ...maximumBend(operation, size), source }] : [];
    });
    this.units = this.#bends.reduce((sum, { units }) => sum + units, 0);
    this.#shared = allLooks / (leastInLook + multiplicationsOf(end.steps));
  }

  /** The length of all that there were no looks left for. */
  get unlooked(): number {
    return this.#unlooked;
  }

  /** Where units enter another piece on a stretch, ascending. */
  along(z: Float64Array, slopes: Float64Array, length: number): number[] {
    if (this.units === 0) return [];
    let own = looksForUnit * this.units;
    const look = (at: number): Place => {
      if (own > 0) own--;
      else this.#shared--;
      return { at, ...this.#readAt(z.map((x, unit) => x + slopes[unit] * at)) };
    };
    const changes: number[] = [];
    const divided = (part: Part): Part[] => {
      const { from, to } = part;
      if (to.at - from.at <= shortest * length) return [];
      if (own === 0 && this.#shared <= 0) {
        this.#unlooked += to.at - from.at;
        return [];
      }
      const change = this.#changeIn(part, look);
      if (change === undefined) return this.#halvesOf(part, look);
      const [left, right] = change;
      changes.push(right.at);
      return [
        { from, to: left },
        { from: right, to },
      ];
    };
    // The longest first, so that none of them is left out for what goes on somewhere else.
    let parts: Part[] = [{ from: look(0), to: look(length) }];
    while (parts.length > 0) parts = parts.flatMap(divided);
    return changes.sort((a, b) => a - b);
  }

  /** Two places next to each other between which a unit leaves its piece, if one is in another piece at the end. */
  #changeIn({ from, to }: Part, look: Look): [Place, Place] | undefined {
    let unit = -1;
    const index = this.#bends.findIndex(
      (bend, i) => (unit = bend.leaving(from.reads[i], to.reads[i], roundingIn([from, to], i))) >= 0,
    );
    if (index < 0) return undefined;
    const [before, after] = [from.reads[index], to.reads[index]];
    const bend = this.#bends[index];
    const margin = (at: number): number => bend.margin(look(at).reads[index], unit, before, after);
    const [left, right] = bracketRoot(margin, from.at, to.at);
    return [left === from.at ? from : look(left), right === to.at ? to : look(right)];
  }

  /** Both halves, if units may leave their pieces and come back, or what smooth layers do may hide. */
  #halvesOf({ from, middle: known, to }: Part, look: Look): Part[] {
    const half = (to.at - from.at) / 2;
    if (!(from.at + half / 2 > from.at && to.at - half / 2 < to.at)) return [];
    const middle = known ?? look(from.at + half);
    const [left, right] = [look(from.at + half / 2), look(middle.at + half / 2)];
    const places = [from, left, middle, right, to];
    const mayReturn = this.#bends.some((bend, i) =>
      bend.mayReturn(
        places.map(({ reads }) => reads[i]),
        roundingIn(places, i),
      ),
    );
    if (!mayReturn && this.#readings.apart(places.map(({ reading }) => reading)) <= 1) return [];
    return [
      { from, middle: left, to: middle },
      { from: middle, middle: right, to },
    ];
  }

  /** What layers read at a point of the frontier. */
  #readAt(z: Float64Array): Omit<Place, 'at'> {
    const values = partsOf(z, this.#end.sizes);
    const roundings = values.map((value) => roundingOf(value));
    for (const { operation, inputs } of this.#end.steps) {
      const read = inputs.map((place) => values[place]);
      const value = evaluateNode(operation, read);
      roundings.push(
        roundingOf(
          value,
          operation,
          read,
          inputs.map((place) => roundings[place]),
        ),
      );
      values.push(value);
    }
    const reading = this.#readings.room();
    this.#readings.take(values, reading);
    return {
      reads: this.#bends.map(({ source }) => values[source]),
      roundings: this.#bends.map(({ source }) => roundings[source]),
      reading,
    };
  }
}

function roundingIn(places: readonly Place[], bend: number): number {
  return Math.max(...places.map(({ roundings }) => roundings[bend]));
}
