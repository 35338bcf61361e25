/** A device of TensorFlow.js. */
export interface Backend {
  /** Its name on the command line and in TensorFlow.js. */
  readonly name: string;
  /** Makes it known to TensorFlow.js. Throws if it is not installed or its native library does not load. */
  register(): Promise<void>;
}
