/** Operators that TensorFlow.js has and that are not read, by why not. */
const refused: Readonly<Record<string, readonly string[]>> = {
  ', which gives places, of which there is no gradient': [
    'ArgMax',
    'ArgMin',
    'ListDiff',
    'LowerBound',
    'TopKV2',
    'Unique',
    'UniqueV2',
    'UpperBound',
    'Where',
  ],
  ', which chooses boxes by comparing them': [
    'NonMaxSuppressionV2',
    'NonMaxSuppressionV3',
    'NonMaxSuppressionV4',
    'NonMaxSuppressionV5',
    'CropAndResize',
  ],
  ', which takes words': ['StaticRegexReplace', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
  ', which looks words or whole numbers up in a table': [
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
  ],
  ', which draws random numbers': [
    'Multinomial',
    'RandomStandardNormal',
    'RandomUniform',
    'RandomUniformInt',
    'TruncatedNormal',
  ],
  ', which computes with complex numbers': ['Complex', 'ComplexAbs', 'FFT', 'IFFT', 'IRFFT', 'Imag', 'RFFT', 'Real'],
  ', which works on rows of different lengths or on lists of places': [
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
  ],
  ', which holds a forest of trees': [
    'SimpleMLCreateModelResource',
    'SimpleMLInferenceOpWithHandle',
    'SimpleMLLoadModelFromPathWithHandle',
  ],
  ', whose derivative is infinite within its domain': ['Acos', 'Acosh', 'Asin', 'Atan2', 'Atanh'],
  ', which rounds as a quantised network': ['FakeQuantWithMinMaxVars'],
};

/** Why operators that TensorFlow.js has are not read: what messages say of them, and docs/networks.md. */
export const reasons: ReadonlyMap<string, string> = new Map(
  Object.entries(refused).flatMap(([reason, ops]) => ops.map((op) => [op, reason] as const)),
);

/** What the converter makes of recurrent layers, and of what is asked at run time. */
export const ofLoops =
  /^(Stateless)?(While|If)$|^TensorList|^EmptyTensorList$|^TensorArray|^(LoopCond|NextIteration|Enter|Exit|Switch|Merge)$/;
