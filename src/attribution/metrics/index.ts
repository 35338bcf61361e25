export { checkComparable } from './comparable.ts';
export { l1, relativeL1, relativeL2 } from './distance.ts';
export { softmaxProbability } from './probability.ts';
export { rankCorrelation } from './rankCorrelation.ts';
export { deletionScore, insertionScore, type Evaluate, type Scoring } from './scores.ts';
