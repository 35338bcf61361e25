/** What `--backend` takes. In a file of its own, so that naming them does not load TensorFlow.js. */
export const backendNames = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
