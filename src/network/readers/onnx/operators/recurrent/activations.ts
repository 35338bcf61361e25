import { UserError } from '../../../../../base/index.ts';
import { unknownName } from '../../../../../names/index.ts';
import { clip, Tanh, WeightedSum, type Layer } from '../../../../layers/index.ts';
import type { Activation } from '../../../recurrent/index.ts';
import type { Attributes } from '../../attributes.ts';
import { activationKinds, type ActivationKind } from '../activationKinds.ts';

/** The same numbers, and the layers that the activation is, one behind the other. */
interface Kind extends Omit<ActivationKind, 'layer'> {
  layers(alpha: number, beta: number): readonly Layer[];
}

const affine = (factor: number, constant = 0): WeightedSum =>
  new WeightedSum([Float64Array.of(factor)], Float64Array.of(constant));

/** The registry: activations by their names, in lower case. */
const kinds = new Map<string, Kind>([
  ['affine', { alpha: 1, beta: 0, layers: (alpha, beta) => [affine(alpha, beta)] }],
  ['scaledtanh', { alpha: 1, beta: 1, layers: (alpha, beta) => [affine(beta), new Tanh(), affine(alpha)] }],
  ...Object.entries<ActivationKind>(activationKinds).map(([name, { layer, ...numbers }]): [string, Kind] => [
    name.toLowerCase(),
    { ...numbers, layers: (alpha, beta) => [layer(alpha, beta)] },
  ]),
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
    if (kind === undefined) throw unknownName('activation', name, [...kinds.keys()].sort());
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
