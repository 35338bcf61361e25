/** Of those whose whole numbers, or words, have no way between them. */
const ofIds = ', which takes whole numbers or words, by which there is no gradient';
const ofCode = ', which holds code of Python or of another package';
const ofHistograms = ', which ranks all pixels of an image';

/**
 * Why some classes of layers, and some activations, are not read: what messages say of them, and docs/networks.md. Of
 * others that Keras has there is nothing to say but their names.
 */
export const reasons: ReadonlyMap<string, string> = new Map([
  ['AutoContrast', ofHistograms],
  ['CategoryEncoding', ofIds],
  ['ContrastLimitedAdaptiveHistogramEqualization', ofHistograms],
  ['Discretization', ', which jumps from bin to bin'],
  [
    'Embedding',
    ', by whose whole numbers there is no gradient: save what follows it, keras.Sequential([keras.Input(shape), *model.layers[1:]]), and explain that by embedded words',
  ],
  ['Equalization', ofHistograms],
  ['FlaxLayer', ofCode],
  ['HashedCrossing', ofIds],
  ['Hashing', ofIds],
  ['IntegerLookup', ofIds],
  ['JaxLayer', ofCode],
  ['Lambda', ofCode],
  [
    'Masking',
    ', which leaves steps out where they equal a number, and jumps there: save the model without it, and give series of their own length',
  ],
  ['ReversibleEmbedding', ofIds],
  ['SlicingOpLambda', ofCode],
  ['StringLookup', ofIds],
  ['TFOpLambda', ofCode],
  ['TFSMLayer', ofCode],
  ['TextVectorization', ofIds],
  ['TorchModuleWrapper', ofCode],
  ['hard_shrink', ', which jumps at 0.5 and -0.5'],
  ['threshold', ', which jumps'],
]);

/** The same of a class or an activation that may have none. */
export function reasonOf(name: string): string {
  return reasons.get(name) ?? '';
}
