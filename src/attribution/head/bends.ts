import { evaluateNode } from '../../network/index.ts';
import { elementwiseBend, maximumBend, type Bend } from './bend.ts';
import { bracketRoot } from './bracketRoot.ts';
import { partsOf, type SmoothEnd } from './evaluation.ts';

/** A place of a stretch, and what the layers that bend and those that are smooth read there. */
interface Place {
  readonly at: number;
  readonly reads: readonly Float64Array[];
  readonly smooth: readonly Float64Array[];
}

/** A stretch between two places, the one half-way if it is known, and how often it was halved. */
interface Part {
  readonly from: Place;
  readonly middle?: Place;
  readonly to: Place;
  readonly halvings: number;
}

type Look = (at: number) => Place;

/**
 * Looks at a stretch at most: for all, and for each unit. Where rounding alone bends units there is no end of places.
 */
const mostLooks = 1 << 14;
const mostLooksForUnit = 64;
/** A stretch is halved at most so often where units may leave their pieces and come back. */
const mostHalvings = 24;
/** In stretches that are shorter, relative to the whole, rounding alone bends units, or it does not matter. */
const shortest = 2 ** -44;
/**
 * A stretch in which a smooth layer reads what goes further than this is halved, up to so many times, whatever the
 * places say: they might miss all that happens. Where it also goes further than it is from 0, where most functions do
 * what they do, it is halved more often.
 */
const farthest = 4;
const blindHalvings = 6;
const blindHalvingsAtZero = 20;

/**
 * The units of a head that bend, though they lie behind smooth layers: where they enter another piece while the
 * frontier goes straight.
 */
export class Bends {
  readonly #end: SmoothEnd;
  /** The layers that bend, and the places of what they read. */
  readonly #bends: readonly (Bend & { readonly source: number })[];
  /** How many units bend. */
  readonly units: number;

  constructor(end: SmoothEnd) {
    this.#end = end;
    this.#bends = end.steps.flatMap(({ operation, size, inputs: [source] }) => {
      if (operation.family === 'elementwise') return [{ ...elementwiseBend(operation, size), source }];
      return operation.family === 'maximum' ? [{ ...maximumBend(operation, size), source }] : [];
    });
    this.units = this.#bends.reduce((sum, { units }) => sum + units, 0);
  }

  /** Where units enter another piece on a stretch, ascending. */
  along(z: Float64Array, slopes: Float64Array, length: number): number[] {
    if (this.units === 0) return [];
    let looks = mostLooks + mostLooksForUnit * this.units;
    const look = (at: number): Place => {
      looks--;
      return { at, ...this.#readsAt(z.map((x, unit) => x + slopes[unit] * at)) };
    };
    const changes: number[] = [];
    const divided = (part: Part): Part[] => {
      const { from, to, halvings } = part;
      if (looks <= 0 || to.at - from.at <= shortest * length) return [];
      const change = this.#changeIn(part, look);
      if (change === undefined) return this.#halvesOf(part, look);
      const [left, right] = change;
      changes.push(right.at);
      return [
        { from, to: left, halvings },
        { from: right, to, halvings },
      ];
    };
    // The longest first, so that none of them is left out for what goes on within rounding somewhere else.
    let parts: Part[] = [{ from: look(0), to: look(length), halvings: 0 }];
    while (parts.length > 0) parts = parts.flatMap(divided);
    return changes.sort((a, b) => a - b);
  }

  /** Two places next to each other between which a unit leaves its piece, if one is in another piece at the end. */
  #changeIn({ from, to }: Part, look: Look): [Place, Place] | undefined {
    let unit = -1;
    const index = this.#bends.findIndex((bend, i) => (unit = bend.leaving(from.reads[i], to.reads[i])) >= 0);
    if (index < 0) return undefined;
    const [before, after] = [from.reads[index], to.reads[index]];
    const bend = this.#bends[index];
    const margin = (at: number): number => bend.margin(look(at).reads[index], unit, before, after);
    const [left, right] = bracketRoot(margin, from.at, to.at);
    return [left === from.at ? from : look(left), right === to.at ? to : look(right)];
  }

  /** Both halves, if units may leave their pieces and come back. */
  #halvesOf({ from, middle: known, to, halvings }: Part, look: Look): Part[] {
    const half = (to.at - from.at) / 2;
    if (halvings === mostHalvings || !(from.at + half / 2 > from.at && to.at - half / 2 < to.at)) return [];
    const middle = known ?? look(from.at + half);
    const [left, right] = [look(from.at + half / 2), look(middle.at + half / 2)];
    const places = [from, left, middle, right, to];
    const mayReturn = this.#bends.some((bend, i) => bend.mayReturn(places.map(({ reads }) => reads[i])));
    if (!mayReturn && !goesFar(from, to, halvings)) return [];
    const next = halvings + 1;
    return [
      { from, middle: left, to: middle, halvings: next },
      { from: middle, middle: right, to, halvings: next },
    ];
  }

  /** What layers read at a point of the frontier. */
  #readsAt(z: Float64Array): Pick<Place, 'reads' | 'smooth'> {
    const values = partsOf(z, this.#end.sizes);
    const smooth: Float64Array[] = [];
    for (const { operation, inputs } of this.#end.steps) {
      const read = inputs.map((place) => values[place]);
      if (operation.family === 'smooth') smooth.push(...read);
      values.push(evaluateNode(operation, read));
    }
    return { reads: this.#bends.map(({ source }) => values[source]), smooth };
  }
}

function goesFar(from: Place, to: Place, halvings: number): boolean {
  if (halvings >= blindHalvingsAtZero) return false;
  const isBlind = halvings < blindHalvings;
  return from.smooth.some((read, i) =>
    read.some((x, unit) => {
      const y = to.smooth[i][unit];
      return Math.abs(y - x) > farthest + (isBlind ? 0 : Math.min(Math.abs(x), Math.abs(y)));
    }),
  );
}
