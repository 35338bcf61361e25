import type { Elementwise, Maximum } from '../../network/index.ts';
import { maximaOver, slopeOf } from '../graph/index.ts';
import type { Memory } from '../memory/index.ts';
import type { OutputAdjoint, Reader } from './outputAdjoint.ts';

/**
 * An activation: its units pass on the adjoint of their output as long as they are in a piece. What came through the
 * pieces that they left, less what they had not passed on when they entered the present ones, stands apart: the base.
 */
export interface ActivationReader extends Reader {
  /** A unit whose output has this adjoint enters another piece where the line is now. */
  cross(unit: number, piece: number, adjoint: number): void;
  /** Takes all adjoints so far for 0. */
  restart(): void;
}

/** `A_pre = base + slope A_post` of each unit, which goes on without a jump where the slope changes. */
export class ElementwiseReader implements ActivationReader {
  readonly #operation: Elementwise;
  readonly #above: OutputAdjoint;
  readonly #slopes: Float64Array;
  readonly #bases: Float64Array;
  readonly #active: Int32Array;

  constructor(operation: Elementwise, pieces: Int32Array, above: OutputAdjoint, memory: Memory) {
    this.#operation = operation;
    this.#above = above;
    this.#slopes = new Float64Array(pieces.length);
    for (let unit = 0; unit < pieces.length; unit++) this.#slopes[unit] = slopeOf(operation, pieces[unit]);
    this.#bases = new Float64Array(pieces.length);
    this.#active = memory.int32(pieces.length);
  }

  pull(output: OutputAdjoint, units: Int32Array, count: number): void {
    const slopes = this.#slopes;
    let active = 0;
    for (let i = 0; i < count; i++) if (slopes[units[i]] !== 0) this.#active[active++] = units[i];
    this.#above.find(this.#active, active);
    for (let i = 0; i < count; i++) {
      const unit = units[i];
      const passed = slopes[unit] === 0 ? 0 : slopes[unit] * this.#above.of(unit);
      output.add(unit, this.#bases[unit] + passed);
    }
  }

  cross(unit: number, piece: number, adjoint: number): void {
    const slope = slopeOf(this.#operation, piece);
    this.#bases[unit] += (this.#slopes[unit] - slope) * adjoint;
    this.#slopes[unit] = slope;
  }

  restart(): void {
    this.#bases.fill(0);
  }
}

/** A maximum passes the adjoint of its output to the candidate that is selected. */
export class MaximumReader implements ActivationReader {
  readonly #above: OutputAdjoint;
  readonly #selected: Int32Array;
  /** Of each candidate. */
  readonly #bases: Float64Array;
  /** The maxima over each candidate. */
  readonly #over: readonly number[][];
  readonly #selecting: Int32Array;

  constructor(operation: Maximum, selected: Int32Array, candidates: number, above: OutputAdjoint, memory: Memory) {
    this.#above = above;
    this.#selected = selected.slice();
    this.#bases = new Float64Array(candidates);
    this.#over = maximaOver(operation, candidates);
    this.#selecting = memory.int32(selected.length);
  }

  pull(output: OutputAdjoint, candidates: Int32Array, count: number): void {
    let selecting = 0;
    for (let i = 0; i < count; i++) {
      for (const unit of this.#over[candidates[i]])
        if (this.#selected[unit] === candidates[i]) this.#selecting[selecting++] = unit;
    }
    this.#above.find(this.#selecting, selecting);
    for (let i = 0; i < count; i++) output.add(candidates[i], this.#bases[candidates[i]]);
    for (let i = 0; i < selecting; i++) {
      const unit = this.#selecting[i];
      output.add(this.#selected[unit], this.#above.of(unit));
    }
  }

  cross(unit: number, candidate: number, adjoint: number): void {
    this.#bases[this.#selected[unit]] += adjoint;
    this.#bases[candidate] -= adjoint;
    this.#selected[unit] = candidate;
  }

  restart(): void {
    this.#bases.fill(0);
  }
}
