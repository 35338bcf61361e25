import type { Operation, Smooth } from '../../network/index.ts';
import type { SmoothEnd } from './smoothEnd.ts';

/** What smooth layers read at a place: the inputs of each of them. */
export type Reading = readonly (readonly Float64Array[])[];

/** A smooth operation between whose readings something may hide. */
type Turning = Smooth & Required<Pick<Smooth, 'apart'>>;

/** The smooth layers of a head between whose readings something may hide. */
export class Readings {
  readonly #layers: readonly { readonly operation: Turning; readonly inputs: readonly number[] }[];
  readonly #sizes: readonly number[];
  /** Whether what they read is no further apart than the frontier goes. */
  readonly #areOfFrontier: boolean;

  constructor({ sizes, steps }: SmoothEnd) {
    this.#layers = steps.flatMap(({ operation, inputs }) => (isTurning(operation) ? [{ operation, inputs }] : []));
    this.#sizes = [...sizes, ...steps.map(({ size }) => size)];
    this.#areOfFrontier = this.#layers.every(
      ({ operation, inputs }) => operation.isScaleFree !== true && inputs.every((source) => source < sizes.length),
    );
  }

  /** Whether nothing hides between places between which no unit of the frontier goes further than this. */
  areNear(way: number): boolean {
    return this.#areOfFrontier && way <= 1;
  }

  /** Room for what they read at a place. */
  room(): Reading {
    return this.#layers.map(({ inputs }) => inputs.map((source) => new Float64Array(this.#sizes[source])));
  }

  /** Writes what they read, from the outputs of all nodes of the head. */
  take(values: readonly Float64Array[], room: Reading): void {
    this.#layers.forEach(({ inputs }, layer) => {
      inputs.forEach((source, i) => {
        room[layer][i].set(values[source]);
      });
    });
  }

  /** The most that places of a row are apart from their neighbours, for any layer: above 1 something may hide there. */
  apart(row: readonly Reading[]): number {
    let most = 0;
    this.#layers.forEach(({ operation }, layer) => {
      for (let i = 1; i < row.length; i++) most = Math.max(most, operation.apart(row[i - 1][layer], row[i][layer]));
    });
    return most;
  }
}

function isTurning(operation: Operation): operation is Turning {
  return operation.family === 'smooth' && operation.apart !== undefined;
}
