const ofPlaces = ', which gives places, of which there is no gradient';
const ofBoxes = ', which chooses boxes by comparing them';
const ofWords = ', which takes words';
const ofTables = ', which looks words or whole numbers up in a table';
const ofChance = ', which draws random numbers';
const ofComplex = ', which computes with complex numbers';
const ofRagged = ', which works on rows of different lengths or on lists of places';
const ofTrees = ', which holds a forest of trees';
const unbounded = ', whose derivative is infinite within its domain';

/** Why operators that TensorFlow.js has are not read: what messages say of them, and docs/networks.md. */
export const reasons: ReadonlyMap<string, string> = new Map([
  ...['ArgMax', 'ArgMin', 'ListDiff', 'LowerBound', 'TopKV2', 'Unique', 'UniqueV2', 'UpperBound', 'Where'].map(
    (op) => [op, ofPlaces] as const,
  ),
  ...['NonMaxSuppressionV2', 'NonMaxSuppressionV3', 'NonMaxSuppressionV4', 'NonMaxSuppressionV5', 'CropAndResize'].map(
    (op) => [op, ofBoxes] as const,
  ),
  ...['StaticRegexReplace', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'].map(
    (op) => [op, ofWords] as const,
  ),
  ...[
    'HashTable',
    'HashTableV2',
    'InitializeTable',
    'InitializeTableV2',
    'LookupTableFind',
    'LookupTableFindV2',
    'LookupTableImport',
    'LookupTableImportV2',
    'LookupTableSize',
    'LookupTableSizeV2',
  ].map((op) => [op, ofTables] as const),
  ...['Multinomial', 'RandomStandardNormal', 'RandomUniform', 'RandomUniformInt', 'TruncatedNormal'].map(
    (op) => [op, ofChance] as const,
  ),
  ...['Complex', 'ComplexAbs', 'FFT', 'IFFT', 'IRFFT', 'Imag', 'RFFT', 'Real'].map((op) => [op, ofComplex] as const),
  ...[
    'RaggedGather',
    'RaggedRange',
    'RaggedTensorToTensor',
    'ScatterNd',
    'SparseFillEmptyRows',
    'SparseReshape',
    'SparseSegmentMean',
    'SparseSegmentSum',
    'SparseToDense',
    'TensorScatterUpdate',
  ].map((op) => [op, ofRagged] as const),
  ...['SimpleMLCreateModelResource', 'SimpleMLInferenceOpWithHandle', 'SimpleMLLoadModelFromPathWithHandle'].map(
    (op) => [op, ofTrees] as const,
  ),
  ...['Acos', 'Acosh', 'Asin', 'Atan2', 'Atanh'].map((op) => [op, unbounded] as const),
  ['FakeQuantWithMinMaxVars', ', which rounds as a quantised network'],
]);

/** What the converter makes of recurrent layers, and of what is asked at run time. */
export const ofLoops =
  /^(Stateless)?(While|If)$|^TensorList|^EmptyTensorList$|^TensorArray|^(LoopCond|NextIteration|Enter|Exit|Switch|Merge)$/;
