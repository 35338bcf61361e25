/**
 * Exact integrated gradients for piecewise-linear networks, and the attributions beside them. In Node.js this is what
 * browsers have too, and what reads files and loads TensorFlow.js.
 *
 * @packageDocumentation
 */
export * from './browser.ts';
export { gradientsOf, type NetworkGradients } from './tensorflow/index.ts';

// One image on several cores
export { openExact, type CoresOptions, type ExactOnCores } from './cores/index.ts';

// Files of networks and images
export { readNetwork, readNetworkFiles, type Port, type Ports, type ReadFiles } from './network/readers/index.ts';
export { readImagesCsv, type Images } from './datasets/index.ts';

// Networks and data by name: bundled ones, and those in the folders of EXACT_IG_PATH
export {
  loadData,
  loadNetwork,
  type Ending,
  type LoadedData,
  type LoadedNetwork,
  type PaperFigures,
  type TableOptions,
} from './catalogue/index.ts';
