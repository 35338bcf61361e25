import { UserError } from '../../../../../base/index.ts';
import { unknownName } from '../../../../../names/index.ts';
import {
  clip,
  ELU,
  hardSigmoid,
  LeakyReLU,
  ReLU,
  Sigmoid,
  SmoothFunction,
  Softplus,
  Tanh,
  WeightedSum,
  type Layer,
} from '../../../../layers/index.ts';
import type { Activation } from '../../../recurrent/index.ts';
import type { Attributes } from '../../attributes.ts';

/**
 * An activation of a recurrent operator: the numbers that it takes, with ONNX's defaults, and the layers that it is.
 */
interface Kind {
  readonly alpha?: number;
  readonly beta?: number;
  layers(alpha: number, beta: number): readonly Layer[];
}

const affine = (factor: number, constant = 0): WeightedSum =>
  new WeightedSum([Float64Array.of(factor)], Float64Array.of(constant));

/** The registry: activations by their names, in lower case. */
const kinds = new Map<string, Kind>([
  ['affine', { alpha: 1, beta: 0, layers: (alpha, beta) => [affine(alpha, beta)] }],
  ['elu', { alpha: 1, layers: (alpha) => [new ELU(alpha)] }],
  ['hardsigmoid', { alpha: 0.2, beta: 0.5, layers: (alpha, beta) => [hardSigmoid(alpha, beta)] }],
  ['leakyrelu', { alpha: 0.01, layers: (alpha) => [new LeakyReLU(alpha)] }],
  ['relu', { layers: () => [new ReLU()] }],
  ['scaledtanh', { alpha: 1, beta: 1, layers: (alpha, beta) => [affine(beta), new Tanh(), affine(alpha)] }],
  ['sigmoid', { layers: () => [new Sigmoid()] }],
  ['softplus', { layers: () => [new Softplus()] }],
  ['softsign', { layers: () => [new SmoothFunction('softsign')] }],
  ['tanh', { layers: () => [new Tanh()] }],
]);

/**
 * The activations of each direction. What goes into the first two, those of gates and of what is new, may have a bound;
 * the memory has none where it is read, as in ONNX Runtime.
 *
 * @param usual for one direction
 */
export function activationsOf(attributes: Attributes, directions: number, usual: readonly string[]): Activation[][] {
  const names = attributes.texts('activations') ?? Array.from({ length: directions }, () => usual).flat();
  if (names.length !== directions * usual.length)
    throw new UserError(`it has ${names.length} activations, expected ${directions * usual.length}.`);
  const numbers = (name: string): number[] => [...(attributes.floats(name) ?? [])];
  const given = { alpha: numbers('activation_alpha'), beta: numbers('activation_beta') };
  const bound = boundOf(attributes);
  const activations = names.map((name, i) => {
    const kind = kinds.get(name.toLowerCase());
    if (kind === undefined) throw unknownName('activation', name, [...kinds.keys()]);
    const number = (key: 'alpha' | 'beta'): number => (kind[key] === undefined ? 0 : (given[key].shift() ?? kind[key]));
    return [...(i % usual.length < 2 ? bound : []), ...kind.layers(number('alpha'), number('beta'))];
  });
  return Array.from({ length: directions }, (_, i) => activations.slice(i * usual.length, (i + 1) * usual.length));
}

function boundOf(attributes: Attributes): readonly Layer[] {
  const most = attributes.float('clip', Infinity);
  if (most === Infinity) return [];
  if (most > 0) return [clip(-most, most)];
  throw new UserError(`its clip is ${most}, expected a number above 0.`);
}
