import type { Network } from '../../network/index.ts';
import type { Ends, Integrand } from '../integrators/index.ts';
import type { Model } from '../model/index.ts';
import type { Found } from './found.ts';
import type { Layer, ResolvedTarget } from '../target/index.ts';
import type { Line } from '../line/index.ts';
import type { MethodOptions } from './methodOptions.ts';

/** The names of the options that a method may take. */
export type Option = keyof MethodOptions;

/** One answer that is asked of a method. */
export interface Question {
  readonly network: Network;
  /** Outputs and gradients at points, counted. */
  readonly model: Model;
  readonly input: Float64Array;
  readonly target: ResolvedTarget;
  readonly layer: Layer;
  /** Layers that are attributed to together, one after the other: `layer` alone, or it and others that move with it. */
  readonly layers: readonly Layer[];
  /** Of neuron methods a unit of the layer; of others the target. */
  readonly neuron: ResolvedTarget;
  /** From a baseline to the input; of methods without a baseline from the input to itself. */
  readonly line: Line;
  /** Of methods with a distribution of baselines: the lines from all of them. */
  readonly lines: readonly Line[];
  readonly options: MethodOptions;
}

/** What all attribution methods have. */
interface Described<Name extends string> {
  readonly name: Name;
  /** One line for lists of methods. */
  readonly summary: string;
  /** Whose units it attributes to. */
  readonly attributes: 'input' | 'layer';
  /** The options that it takes. */
  readonly options: readonly Option[];
  /** Of neuron methods: whether the neuron is what is explained, in the place of a target, or what lies between. */
  readonly neuron?: 'explained' | 'between';
}

/** An integral along the line. */
interface Integral {
  /** What is integrated. */
  readonly integrand: (question: Question) => Integrand;
}

/** Of methods that integrate nothing. */
interface Summing {
  /** The target at both ends of the line, where its change is what the attributions sum to. */
  readonly ends?: (question: Question) => Promise<Ends>;
}

/** By so many random samples. */
interface Random {
  /** Samples unless said. */
  readonly samples: number;
  readonly random: (question: Question, n: number, seed: number) => Promise<Found>;
}

/** An integral along the line: exact, or sampled by a quadrature rule. */
export interface PathMethod<Name extends string = string> extends Described<Name>, Integral {
  readonly kind: 'path';
}

/** An expectation over baselines, which one answer draws from, and points of their lines: exact, or by samples. */
export interface ExpectationMethod<Name extends string = string> extends Described<Name>, Integral, Random {
  readonly kind: 'expectation';
}

/** An estimate by random samples alone. */
export interface RandomMethod<Name extends string = string> extends Described<Name>, Summing, Random {
  readonly kind: 'random';
}

/** One answer, where nothing is approximated. */
export interface DirectMethod<Name extends string = string> extends Described<Name>, Summing {
  readonly kind: 'direct';
  readonly direct: (question: Question) => Promise<Found>;
}

/** An attribution method. */
export type Method<Name extends string = string> =
  PathMethod<Name> | ExpectationMethod<Name> | RandomMethod<Name> | DirectMethod<Name>;
