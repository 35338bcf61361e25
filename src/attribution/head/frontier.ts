import {
  MemoryRecord,
  outputKinks,
  outputsAreKept,
  plainWorkspace,
  type OutputKinks,
  type Restriction,
  type Way,
  type Workspace,
} from '../../line/index.ts';

/** The units of a frontier, the outputs of a restriction, on their way along the line. */
export class Frontier implements Way {
  /** Their values where they are now, and their slopes from there on. */
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly address: number;
  readonly #kinks: OutputKinks;
  readonly #areKept: boolean;
  readonly #workspace: Workspace;
  #alpha = 0;
  /** Where their last kinks are, and how many these are. */
  #last = 0;
  #count = 0;

  constructor(restriction: Restriction, workspace = plainWorkspace) {
    const { value, slope } = restriction.output;
    const units = value.length;
    this.values = workspace.float64(units);
    this.slopes = workspace.float64(units);
    this.values.set(value);
    this.slopes.set(slope);
    this.address = new MemoryRecord(workspace, 'Way', { units, values: this.values, slopes: this.slopes }).address;
    this.#kinks = outputKinks(restriction, workspace);
    this.#areKept = outputsAreKept(restriction);
    this.#workspace = workspace;
  }

  /** Goes on to an alpha, which is not before the last one. */
  runTo(alpha: number): void {
    const kinks = this.#kinks;
    while (kinks.takeUpTo(alpha)) {
      this.#advance(kinks.alpha);
      kinks.addTo(this.slopes);
      this.#count = kinks.alpha === this.#last ? this.#count + 1 : 1;
      this.#last = kinks.alpha;
    }
    this.#advance(alpha);
  }

  /**
   * `sum of number * change of slope` over the units, of the kink at an alpha, which is not before the last one; 0 if
   * there is none. Undefined if there are several, or all are found again and may be by rounding.
   */
  kinkTimes(alpha: number, numbers: Float64Array): number | undefined {
    if (!this.#areKept) return undefined;
    if (this.#last !== alpha) return 0;
    return this.#count === 1 ? this.#kinks.times(numbers) : undefined;
  }

  #advance(alpha: number): void {
    const { values, slopes } = this;
    const length = alpha - this.#alpha;
    if (length === 0) return;
    this.#workspace.kernels.addMultiple(values, length, slopes, values.length, values);
    this.#alpha = alpha;
  }
}
