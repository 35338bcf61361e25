/**
 * Recurrent layers, as a cell at each step of a series: layers of the registry, of which those with weights are the
 * same at every step. ONNX and Keras write the same cells, each with its own order of gates.
 */
export { activated, denseGates, type Activation, type Cell, type Gates, type GateWeights } from './cell.ts';
export { gruCell, type GruOptions } from './gru.ts';
export { lstmCell, type LstmOptions } from './lstm.ts';
export { seriesOf, stepsOf, prefixed, zeros, type Append } from './nodes.ts';
export { simpleCell } from './simple.ts';
export { stackedCells } from './stacked.ts';
export { unroll, type Unrolled } from './unroll.ts';
