export { readEran } from './eran/index.ts';
export {
  forOnnxRuntime,
  otherFloats,
  onnxLogits,
  onnxPorts,
  readOnnx,
  readOnnxFunction,
  withLogits,
  writeOnnx,
  type External,
  type OnnxFunction,
  type OnnxOptions,
  type Placed,
} from './onnx/index.ts';
export { openOnnx, openTfjs } from './openFiles.ts';
export type { ReadOptions } from './options.ts';
export { formatSizes, type Port, type Ports } from './ports.ts';
export { readNetwork, readNetworkFiles, readPorts, type ReadFiles } from './readNetwork.ts';
export { isGraphModel, readTfjs, readTfjsFunction, tfjsPorts, weightFilesOf, type TfjsFunction } from './tfjs/index.ts';
