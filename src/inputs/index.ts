export { asImage, pictureShape, usualLayout } from './assumed.ts';
export type { Input, InputOptions, Inputs, Layout, ProcessingOptions } from './inputs.ts';
export { arrangementOf, inputsIn } from './layout.ts';
export { pictureLibrary } from './picture.ts';
export { processingNames } from './processing.ts';
export { readArray, readInputs } from './read.ts';
export { sourceOf } from './source.ts';
export { checkInputOptions } from './strangers.ts';
export { largestOf } from './suspicions.ts';
