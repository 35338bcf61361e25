import { KinksAlong, MemoryRecord, plainWorkspace, type NodePath, type Way, type Workspace } from '../../line/index.ts';

/** The units of a frontier on their way along a line. */
export class Frontier implements Way {
  /** Their values where they are now, and their slopes from there on. */
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly address: number;
  readonly #kinks: KinksAlong;
  readonly #workspace: Workspace;
  #alpha = 0;

  constructor(path: NodePath, workspace = plainWorkspace) {
    const { values, slopes } = path;
    const units = values.length;
    this.values = workspace.float64(units);
    this.slopes = workspace.float64(units);
    this.values.set(values);
    this.slopes.set(slopes);
    this.address = new MemoryRecord(workspace, 'Way', { units, values: this.values, slopes: this.slopes }).address;
    this.#kinks = new KinksAlong(path);
    this.#workspace = workspace;
  }

  /** Goes on to an alpha, which is not before the last one. */
  runTo(alpha: number): void {
    const along = this.#kinks;
    while (along.takeUpTo(alpha)) {
      const { kinks, group } = along;
      this.#advance(kinks.alphas[group]);
      kinks.addChanges(group, this.slopes);
    }
    this.#advance(alpha);
  }

  #advance(alpha: number): void {
    const { values, slopes } = this;
    const length = alpha - this.#alpha;
    if (length === 0) return;
    this.#workspace.kernels.addMultiple(values, length, slopes, values.length, values);
    this.#alpha = alpha;
  }
}
