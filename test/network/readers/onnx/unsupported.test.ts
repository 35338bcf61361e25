import { expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { onnxModel } from '../../../helpers/onnxModels.ts';

/** What ONNX 1.23 has and is not read, by why; Det and CumProd are only not read. */
const refused: Readonly<Record<string, string>> = {
  'ArgMax ArgMin Hardmax MaxUnpool NonMaxSuppression Unique': 'has no gradient: its values jump.',
  'Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike': 'draws random numbers',
  'ConvInteger DynamicQuantizeLinear MatMulInteger QLinearConv QLinearMatMul QuantizeLinear': 'is quantised',
  'Optional OptionalGetElement OptionalHasElement SequenceMap': 'takes a list of tensors or what may be missing',
  'RegexFullMatch StringConcat StringNormalizer StringSplit TfIdfVectorizer': 'takes words or categories',
  'ai.onnx.ml.CastMap ai.onnx.ml.CategoryMapper ai.onnx.ml.DictVectorizer': 'takes words or categories',
  'ai.onnx.ml.LabelEncoder ai.onnx.ml.OneHotEncoder': 'takes words or categories',
  'ai.onnx.ml.Binarizer ai.onnx.ml.TreeEnsemble': 'is a function of steps',
  'ai.onnx.ml.TreeEnsembleClassifier ai.onnx.ml.TreeEnsembleRegressor': 'is a function of steps',
  'ai.onnx.ml.SVMClassifier ai.onnx.ml.SVMRegressor': 'measures how far inputs are from many others',
  'NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss': 'is of training.',
  'ai.onnx.preview.training.Adam ai.onnx.preview.training.Gradient': 'is of training.',
  'DeformConv MaxRoiPool': 'takes what stands at places that are computed',
  'CausalConvWithState LinearAttention TensorScatter': 'goes on from what earlier calls left',
  'ai.onnx.preview.FlexAttention com.microsoft.GroupQueryAttention': 'goes on from what earlier calls left',
  'BitCast BitwiseNot': 'changes bits of numbers',
  ImageDecoder: 'reads files of images',
  'com.microsoft.nchwc.Conv com.ms.internal.nhwc.Conv': 'is of the layout that ONNX Runtime takes on one kind of',
};

it.each(Object.entries(refused).flatMap(([names, why]) => names.split(' ').map((name) => [name, why] as const)))(
  '%s is refused by why: it %s',
  (name, why) => {
    const [op = '', ...domain] = name.split('.').reverse();
    const node = { op, name: 'it', ...(domain.length > 0 && { domain: domain.reverse().join('.') }) };
    expect(() => readOnnx(onnxModel({ input: [1, 2], nodes: [node] }))).toThrow(`${name} ('it') ${why}`);
  },
);
