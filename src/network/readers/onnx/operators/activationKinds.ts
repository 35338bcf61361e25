import {
  ELU,
  hardSigmoid,
  LeakyReLU,
  ReLU,
  Sigmoid,
  SmoothFunction,
  Softplus,
  Tanh,
  type Layer,
} from '../../../layers/index.ts';

/** An activation that an operator has for an attribute: up to two numbers, with their defaults, and the layer. */
export interface ActivationKind {
  readonly alpha?: number;
  readonly beta?: number;
  readonly layer: (alpha: number, beta: number) => Layer;
}

/** Activations that several operators have for an attribute, by their names. */
export const activationKinds = {
  Elu: { alpha: 1, layer: (alpha) => new ELU(alpha) },
  HardSigmoid: { alpha: 0.2, beta: 0.5, layer: hardSigmoid },
  LeakyRelu: { alpha: 0.01, layer: (alpha) => new LeakyReLU(alpha) },
  Relu: { layer: () => new ReLU() },
  Sigmoid: { layer: () => new Sigmoid() },
  Softplus: { layer: () => new Softplus() },
  Softsign: { layer: () => new SmoothFunction('softsign') },
  Tanh: { layer: () => new Tanh() },
} as const satisfies Readonly<Record<string, ActivationKind>>;
