import { UserError } from '../../../base/index.ts';
import { sameShape, sizeOf, type Shape } from '../../shape.ts';
import { Fields } from './fields.ts';
import { bytesPerNumber, decodeNumbers } from './numbers.ts';

/** A tensor of weights, row-major. */
export interface Weight {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** Tensors by name: `layer/weight`, with names of models or cells before or between, by version. */
export type Weights = ReadonlyMap<string, Weight>;

/** Bytes of the tensors of a group, which its files hold together. */
export function bytesOf(group: Fields): number {
  return tensorsOf(group)
    .map(bytesOfTensor)
    .reduce((a, b) => a + b, 0);
}

/** @param files contents of the files of each group; a tensor may begin in one file of its group and end in the next */
export function decodeWeights(groups: readonly Fields[], files: readonly Uint8Array[]): Weights {
  const weights = new Map<string, Weight>();
  let next = 0;
  for (const group of groups) {
    const count = group.texts('paths').length;
    const bytes = joined(files.slice(next, next + count));
    next += count;
    for (const [name, weight] of decodeGroup(group, bytes)) {
      const known = weights.get(name);
      if (known !== undefined && !isSame(known, weight))
        throw new UserError(`weightsManifest has two different tensors '${name}'.`);
      weights.set(name, weight);
    }
  }
  return weights;
}

/** TensorFlow.js saves the weights of a model again for each model that it is within. */
function isSame(a: Weight, b: Weight): boolean {
  return sameShape(a.shape, b.shape) && a.data.every((number, i) => Object.is(number, b.data[i]));
}

/** Tensors that stand one after the other. */
function decodeGroup(group: Fields, bytes: Uint8Array<ArrayBuffer>): [name: string, weight: Weight][] {
  const size = bytesOf(group);
  if (bytes.length !== size) {
    const paths = group.texts('paths').join(', ');
    throw new UserError(
      `the weights in ${paths} are ${bytes.length} bytes, expected ${size}; a file is truncated, damaged or of another model.`,
    );
  }
  let end = 0;
  return tensorsOf(group).map((tensor) => {
    const start = end;
    end += bytesOfTensor(tensor);
    return [
      tensor.text('name'),
      { shape: tensor.sizes('shape'), data: decodeNumbers(tensor, bytes.slice(start, end)) },
    ];
  });
}

function tensorsOf(group: Fields): Fields[] {
  return group.list('weights').map((tensor) => new Fields(tensor, 'a tensor of weightsManifest'));
}

function bytesOfTensor(tensor: Fields): number {
  return sizeOf(tensor.sizes('shape')) * bytesPerNumber(tensor);
}

function joined(files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const file of files) {
    bytes.set(file, offset);
    offset += file.length;
  }
  return bytes;
}

/**
 * A weight of a layer. Its full name begins with all, some or none of the models that the layer is within; TensorFlow
 * 2.2 and later may write `layer/cell/weight`. The name that says most is taken; else the only one that ends right.
 *
 * @param scopes the models, the outermost first
 * @throws UserError if there is none, or several that might be meant
 */
export function weightOf(weights: Weights, scopes: readonly string[], layer: string, weight: string): Weight {
  const found = namesOf(weights, scopes, layer, weight);
  const known = found.length === 1 ? weights.get(found[0]) : undefined;
  if (known !== undefined) return known;
  if (found.length === 0) throw new UserError(`weightsManifest has no tensor '${layer}/${weight}'.`);
  throw new UserError(`weightsManifest has several tensors that may be its ${weight}: ${found.join(', ')}.`);
}

/** True if `weightOf` would find one, or several. */
export function hasWeight(weights: Weights, scopes: readonly string[], layer: string, weight: string): boolean {
  return namesOf(weights, scopes, layer, weight).length > 0;
}

function namesOf(weights: Weights, scopes: readonly string[], layer: string, weight: string): string[] {
  const end = `${layer}/${weight}`;
  for (let skipped = 0; skipped <= scopes.length; skipped++) {
    const name = [...scopes.slice(skipped), end].join('/');
    if (weights.has(name)) return [name];
  }
  return [...weights.keys()].filter((name) => name.endsWith(`/${end}`) || isWithCell(name, layer, weight));
}

function isWithCell(name: string, layer: string, weight: string): boolean {
  const parts = name.split('/');
  return parts.at(-1) === weight && `/${parts.slice(0, -2).join('/')}`.endsWith(`/${layer}`);
}
