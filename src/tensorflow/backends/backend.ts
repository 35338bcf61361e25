/** A backend of TensorFlow.js. */
export interface Backend {
  /** Its name on the command line and in TensorFlow.js. */
  readonly name: string;
  /** What brings it: packages of npm, the preferred one first. */
  readonly packages: readonly string[];
  /**
   * Makes it the current backend of TensorFlow.js.
   *
   * @throws Unavailable if a package or driver is missing or broken
   */
  load(importPackage: Import): Promise<Device>;
}

/** Imports a package by its name. */
export type Import = (name: string) => Promise<unknown>;

/** What a backend that has loaded computes on. */
export interface Device {
  readonly name: string;
  /** A software renderer is a CPU, whatever it calls itself. */
  readonly kind: 'gpu' | 'cpu';
  /** Bytes for the tensors of one batch, if the user names none. */
  readonly memory: number;
  /** Bytes that one tensor may have. */
  readonly largestTensor: number;
  /** What would make it faster, where something is missing. */
  readonly advice?: string;
  /**
   * Performs a computation that issues all its operations before its first `await`, and fails if the device
   * reports an error that TensorFlow.js does not.
   */
  readonly perform: <T>(compute: () => Promise<T>) => Promise<T>;
}

/** Why a backend does not load, and what the user can do. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  /** @param remedy a command, or an action in words */
  constructor(
    reason: string,
    readonly remedy: string,
  ) {
    super(reason);
  }
}

/** A package is missing, rather than broken. */
export class NotInstalled extends Unavailable {
  constructor(packageName: string) {
    super(`The package ${packageName} is not installed.`, `npm install ${packageName}`);
  }
}
