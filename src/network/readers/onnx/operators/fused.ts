import { UserError } from '../../../../base/index.ts';
import { Add, GELU } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';
import { activationKinds, type ActivationKind } from './activationKinds.ts';
import { gelu, sigmoidLinear } from './activations.ts';
import { summed } from './arithmetic.ts';
import { clippedTo } from './clip.ts';
import { conv } from './conv.ts';
import { gemm, multiplied, scaled, swapped } from './dense.ts';
import { multiHeadAttention, packedAttention } from './fusedAttention.ts';
import { fusedRotaryEmbedding } from './rotaryEmbedding.ts';
import { transposedTo } from './transpose.ts';
import { skipLayerNormalization, skipRmsNormalization } from './skipNormalization.ts';

/** The registry: activations that are fused into what goes before them. */
const activations: Readonly<Record<string, ActivationKind>> = {
  Clip: { alpha: -Infinity, beta: Infinity, layer: clippedTo },
  ...activationKinds,
};

function activated(operator: Operator, x: Tensor, parameters: readonly number[]): Tensor {
  const name = operator.attributes.text('activation', '');
  if (name === '') return x;
  if (!Object.hasOwn(activations, name))
    throw new UserError(`its activation is '${name}'; supported: ${Object.keys(activations).join(', ')}.`);
  const { alpha = 0, beta = 0, layer } = activations[name];
  const [first = alpha, second = beta] = parameters;
  return operator.append(layer(first, second), [x], `${operator.name}/${name}`);
}

/** Conv, to which a tensor may be added, and an activation. */
const fusedConv: Translate = (operator) => {
  const convolved = tensorOf(conv(operator));
  const sum = operator.has(3)
    ? operator.append(new Add(), [convolved, operator.arranged(operator.tensor(3), convolved)], `${operator.name}/sum`)
    : convolved;
  return activated(operator, sum, operator.attributes.floats('activation_params') ?? []);
};

const fusedGemm: Translate = (operator) => {
  const parameters = ['activation_alpha', 'activation_beta'].flatMap((name) => operator.attributes.get(name)?.f ?? []);
  return activated(operator, tensorOf(gemm(operator)), parameters);
};

/** `alpha A B`; of either the first axis may stand behind the others but the last, and the last two change places. */
const fusedMatMul: Translate = (operator) => {
  const side = (index: number, name: 'A' | 'B'): Value => {
    const isSet = (attribute: string): boolean => operator.attributes.int(`${attribute}${name}`, 0) !== 0;
    const given = operator.value(index);
    const [first, ...others] = given.shape.keys();
    const value = isSet('transBatch') ? transposedTo(operator, given, others.toSpliced(-1, 0, first)) : given;
    return isSet('trans') ? swapped(operator, value) : value;
  };
  return scaled(operator, multiplied(operator, side(0, 'A'), side(1, 'B')), operator.attributes.float('alpha', 1));
};

/** By the error function of the sum of all inputs, or by the hyperbolic tangent. */
const biased =
  (approximation: 'erf' | 'tanh'): Translate =>
  (operator) =>
    operator.append(new GELU(approximation), [summed(operator)]);

const quickGelu: Translate = (operator) => sigmoidLinear(operator, operator.attributes.float('alpha', 1.702));

function tensorOf(values: Value | readonly Value[]): Tensor {
  const [value] = 'kind' in values ? [values] : values;
  if (value.kind === 'tensor') return value;
  throw new UserError('its inputs are constant.');
}

/** The registry of the domain `com.microsoft`, in which ONNX Runtime writes graphs that it has optimised. */
export const fused: Readonly<Record<string, Translate>> = {
  Attention: packedAttention,
  BiasGelu: biased('erf'),
  FastGelu: biased('tanh'),
  FusedConv: fusedConv,
  FusedGemm: fusedGemm,
  FusedMatMul: fusedMatMul,
  Gelu: gelu,
  MultiHeadAttention: multiHeadAttention,
  QuickGelu: quickGelu,
  RotaryEmbedding: fusedRotaryEmbedding,
  SkipLayerNormalization: skipLayerNormalization,
  SkipSimplifiedLayerNormalization: skipRmsNormalization,
  TransposeMatMul: fusedMatMul,
};
