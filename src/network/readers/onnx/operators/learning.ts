import { UserError } from '../../../../base/index.ts';
import { Sigmoid, Softmax, SmoothFunction } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { turned } from '../../../turned.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Tensor } from '../value.ts';
import { affine, lowered } from './arithmetic.ts';
import { spread } from './broadcast.ts';
import { identity } from './cast.ts';
import { joined } from './concat.ts';
import { dense } from './dense.ts';
import { magnitude } from './magnitude.ts';
import { dividedBy } from './normalization.ts';
import { reduceMax, reduceSum } from './reduce.ts';
import { taken } from './slice.ts';

/** `(x - offset) scale`, feature by feature. */
const scaler: Translate = (operator) => {
  const x = operator.tensor();
  const [offset, scale] = [featurewise(operator, x, 'offset', 0), featurewise(operator, x, 'scale', 1)];
  return affine(operator, lowered(operator, x, offset), scale);
};

/** Numbers of an attribute for the units of a tensor: one for all, or one for each feature, which are its last axis. */
function featurewise({ attributes }: Operator, x: Tensor, name: string, missing: number): Float64Array {
  const numbers = attributes.floats(name) ?? [missing];
  if (numbers.length !== 1 && numbers.length !== x.shape.at(-1))
    throw new UserError(`its ${name} has ${numbers.length} numbers for its input ${formatShape(x.shape)}.`);
  return spread(constantOf([numbers.length], numbers), x);
}

/** Each row by its largest value, the sum of its absolute values, or the root of its sum of squares. */
const normalizer: Translate = (operator) => {
  const x = operator.tensor();
  const [name, axes] = [operator.attributes.text('norm', 'MAX'), [x.shape.length - 1]];
  return dividedBy(operator, x, normOf(operator, name, axes, x));
};

function normOf(operator: Operator, name: string, axes: readonly number[], x: Tensor): Tensor {
  const then = (layer: SmoothFunction, of: Tensor): Tensor => operator.append(layer, [of], `${operator.name}/norm`);
  if (name === 'MAX') return reduceMax(operator, axes, x);
  if (name === 'L1') return reduceSum(operator, axes, magnitude(operator, x, `${operator.name}/absolute`));
  if (name === 'L2')
    return then(new SmoothFunction('sqrt'), reduceSum(operator, axes, then(new SmoothFunction('square'), x)));
  throw new UserError(`its norm is '${name}', expected MAX, L1 or L2.`);
}

const linearRegressor: Translate = (operator) => scored(operator, operator.attributes.int('targets', 1));

/**
 * Its first output is a class, which nothing is made of here (`checkSupported` sees to that); its scores are the other.
 */
const linearClassifier: Translate = (operator) => {
  const { attributes } = operator;
  const classes = (attributes.get('classlabels_ints')?.ints ?? attributes.get('classlabels_strings')?.strings)?.length;
  const scores = attributes.floats('intercepts')?.length ?? classes ?? 0;
  if (classes !== undefined && classes !== scores)
    throw new UserError(`it has ${scores} scores for ${classes} classes, expected one for each.`);
  const all = scored(operator, scores);
  return [all, all];
};

/** Rows of coefficients, one for each score, by the features, and what becomes of the scores. */
function scored(operator: Operator, scores: number): Tensor {
  const { attributes } = operator;
  const coefficients = Float64Array.from(attributes.floats('coefficients') ?? []);
  const features = coefficients.length / scores;
  if (!(scores >= 1) || !Number.isInteger(features))
    throw new UserError(`its ${coefficients.length} coefficients are not those of ${scores} scores.`);
  const weights = constantOf([features, scores], turned(coefficients, scores, features));
  const bias = Float64Array.from(attributes.floats('intercepts') ?? new Float64Array(scores));
  if (bias.length !== scores) throw new UserError(`it has ${bias.length} intercepts for ${scores} scores.`);
  return transformed(operator, dense(operator, operator.tensor(), weights, bias));
}

function transformed(operator: Operator, scores: Tensor): Tensor {
  const transform = operator.attributes.text('post_transform', 'NONE');
  const suffix = `${operator.name}/${transform.toLowerCase()}`;
  if (transform === 'NONE') return scores;
  if (transform === 'LOGISTIC') return operator.append(new Sigmoid(), [scores], suffix);
  if (transform === 'SOFTMAX') return operator.append(new Softmax(0), [scores], suffix);
  throw new UserError(`its post_transform is '${transform}'; supported: NONE, LOGISTIC, SOFTMAX.`);
}

/** Inputs hold no missing values, marked by NaN, so that none is filled in. */
const imputer: Translate = (operator) => {
  const marks = [
    operator.attributes.get('replaced_value_float')?.f,
    operator.attributes.get('replaced_value_int64')?.i,
  ];
  const mark = Number(marks.find((of) => of !== undefined) ?? NaN);
  if (Number.isNaN(mark)) return operator.value(0);
  throw new UserError(
    `it replaces the number ${mark}, where its values jump; only missing values (NaN) may be replaced.`,
  );
};

/** Places along the last axis; of a vector they become a row. */
const arrayFeatureExtractor: Translate = (operator) => {
  const value = operator.value(0);
  const row = value.shape.length === 1 ? { ...value, shape: [1, ...value.shape] } : value;
  return taken(operator, row, row.shape.length - 1, [...operator.constant(1).data]);
};

/** Features of all inputs in one row. */
const featureVectorizer: Translate = (operator) => joined(operator, operator.values, 1);

/** The registry of the domain `ai.onnx.ml`, by which scikit-learn's models are written. */
export const learning: Readonly<Record<string, Translate>> = {
  FeatureVectorizer: featureVectorizer,
  LinearClassifier: linearClassifier,
  LinearRegressor: linearRegressor,
  Normalizer: normalizer,
  Scaler: scaler,
};

/** Those that take constants as they are. A ZipMap gives classes names; their order stays. */
export const learningOfValues: Readonly<Record<string, Translate>> = {
  ArrayFeatureExtractor: arrayFeatureExtractor,
  Imputer: imputer,
  ZipMap: identity,
};
