import type { ElementwiseUnits } from './elementwiseUnits.ts';
import { Kinks, type Memory } from '../memory/index.ts';
import type { KinkReader } from './kinkReader.ts';

/**
 * Follows the units of an elementwise activation through a block: kinks pass by a piece's slope, and a crossing is a
 * kink itself.
 */
export class ElementwiseSweep {
  readonly kinks: Kinks;
  readonly #source: KinkReader;
  readonly #units: ElementwiseUnits;
  readonly #needed: boolean;

  /** @param needed are its kinks? */
  constructor(source: KinkReader, units: ElementwiseUnits, needed: boolean, memory: Memory) {
    this.kinks = new Kinks(1, memory);
    this.#source = source;
    this.#units = units;
    this.#needed = needed;
  }

  /** Takes the source's kinks up to `end`, where a portion ends; that leaves no trace in the figures. */
  advance(end: number): number {
    const { kinks } = this;
    kinks.clear();
    this.#source.take(end);
    this.#units.applyKinks(this.#source, this.#needed ? kinks : undefined);
    this.#units.endBlock(end, kinks);
    return end;
  }
}
