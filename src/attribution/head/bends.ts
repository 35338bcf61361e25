import { evaluateNode } from '../../network/index.ts';
import { elementwiseBend, maximumBend, type Bend } from './bend.ts';
import { bracketRoot } from './bracketRoot.ts';
import { partsOf, type SmoothEnd } from './evaluation.ts';

/** A place of a stretch, and what the layers that bend read there. */
interface Place {
  readonly at: number;
  readonly reads: readonly Float64Array[];
}

/** A stretch between two places, and how often it was halved. */
interface Part {
  readonly from: Place;
  readonly to: Place;
  readonly halvings: number;
}

type Look = (at: number) => Place;

/**
 * Looks at a stretch at most: for all, and for each unit. Where rounding alone bends units there is no end of places.
 */
const mostLooks = 256;
const mostLooksForUnit = 64;
/** A stretch is halved at most so often where units may leave their pieces and come back. */
const mostHalvings = 24;

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
      return { at, reads: this.#readsAt(z.map((x, unit) => x + slopes[unit] * at)) };
    };
    const changes: number[] = [];
    const open: Part[] = [{ from: look(0), to: look(length), halvings: 0 }];
    for (let part = open.pop(); part !== undefined && looks > 0; part = open.pop()) {
      const { from, to, halvings } = part;
      const [left, right] = this.#changeIn(part, look) ?? this.#middleOf(part, look) ?? [];
      if (left === undefined || right === undefined) continue;
      if (left !== right) changes.push(right.at);
      const next = left === right ? halvings + 1 : halvings;
      open.push({ from, to: left, halvings: next }, { from: right, to, halvings: next });
    }
    return changes.sort((a, b) => a - b);
  }

  /** Two places next to each other between which a unit leaves its piece, if one is in another piece at the end. */
  #changeIn({ from, to }: Part, look: Look): [Place, Place] | undefined {
    const index = this.#bends.findIndex((bend, i) => bend.leaving(from.reads[i], to.reads[i]) >= 0);
    if (index < 0) return undefined;
    const [before, after] = [from.reads[index], to.reads[index]];
    const bend = this.#bends[index];
    const unit = bend.leaving(before, after);
    const margin = (at: number): number => bend.margin(look(at).reads[index], unit, before, after);
    const [left, right] = bracketRoot(margin, from.at, to.at);
    return [left === from.at ? from : look(left), right === to.at ? to : look(right)];
  }

  /** The place half-way twice, if units may leave their pieces and come back. */
  #middleOf({ from, to, halvings }: Part, look: Look): [Place, Place] | undefined {
    const at = from.at + (to.at - from.at) / 2;
    if (halvings === mostHalvings || !(at > from.at && at < to.at)) return undefined;
    const middle = look(at);
    const mayReturn = this.#bends.some(
      (bend, i) =>
        bend.leaving(from.reads[i], middle.reads[i]) >= 0 ||
        bend.mayReturn(from.reads[i], middle.reads[i], to.reads[i]),
    );
    return mayReturn ? [middle, middle] : undefined;
  }

  /** What the layers that bend read at a point of the frontier. */
  #readsAt(z: Float64Array): Float64Array[] {
    const values = partsOf(z, this.#end.sizes);
    for (const { operation, inputs } of this.#end.steps) {
      const read = inputs.map((place) => values[place]);
      values.push(evaluateNode(operation, read));
    }
    return this.#bends.map(({ source }) => values[source]);
  }
}
