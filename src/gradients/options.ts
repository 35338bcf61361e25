/** What `--backend` takes, and the option of the library. */
export const backendNames = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

/** Where and how gradients are computed on the backends of TensorFlow.js. */
export interface GradientOptions {
  /** One of `backendNames`; default: auto. */
  readonly backend?: string;
  /** Refuse a backend that computes on a CPU. */
  readonly requireGpu?: boolean;
  /** Bytes for the tensors of one batch; default: what suits the device. */
  readonly memory?: number;
  /** Points on the device at a time; default: what the memory allows. Results depend on it only through rounding. */
  readonly batchSize?: number;
}
