import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readNpy, readNpz, type NdArray } from '../arrays/index.ts';
import type { LoadedNetwork } from '../catalogue/index.ts';
import { UserError } from '../base/index.ts';
import { parseImages } from '../experiment/index.ts';
import { channelsOf, processImage, type Processing, sameShape } from '../network/index.ts';
import { unknownName } from '../names/index.ts';
import { pictureShape, usualLayout } from './assumed.ts';
import { readLabelled } from './data.ts';
import type { InputOptions, Inputs } from './inputs.ts';
import { arrangementOf, batchOf, inputsIn } from './layout.ts';
import { readPicture } from './picture.ts';
import { processingInWords, processingOf } from './processing.ts';
import { sourceOf, type Source } from './source.ts';
import { suspiciousPixels, suspiciousProcessing, suspiciousValues } from './suspicions.ts';

/**
 * Reads what `--input` names as inputs of a network: a picture, NumPy's arrays, or rows of a data set.
 *
 * @throws UserError if there is no such thing, or it does not fit the network
 */
export async function readInputs(given: string, loaded: LoadedNetwork, options: InputOptions): Promise<Inputs> {
  const source = sourceOf(given);
  const processing = processingOf(options.processing ?? {}, channelsOf(pictureShape(loaded)));
  if (source.kind === 'picture') return fromPicture(source, loaded, options, processing);
  if (source.kind === 'data') return readLabelled(source, loaded, options, processing);
  return fromArray(source, loaded, options, processing);
}

/** The array of a file, of an archive by its key. */
export async function readArray({ name, kind, key }: Source): Promise<NdArray> {
  const bytes = await readFile(name).catch((error: unknown) => {
    throw new UserError(`The array ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (kind === 'array') return readNpy(bytes, name);
  const arrays = readNpz(bytes, name);
  const keys = [...arrays.keys()];
  if (key === undefined && keys.length > 1)
    throw new UserError(`${name} holds the arrays ${keys.join(', ')}; say which, like ${name}:${keys[0]}.`);
  const array = arrays.get(key ?? keys[0]);
  if (array === undefined) throw unknownName(`array of ${name}`, key ?? '', keys);
  return array;
}

async function fromPicture(
  { name, rows }: Source,
  loaded: LoadedNetwork,
  options: InputOptions,
  given?: Processing,
): Promise<Inputs> {
  if (rows !== undefined)
    throw new UserError(`A picture has no examples to choose from; leave ':${rows}' out of '${name}:${rows}'.`);
  const { pixels, assumption } = await readPicture(name, pictureShape(loaded), options.channels ?? 'rgb');
  const processing = given ?? loaded.processing;
  const layout = options.layout ?? usualLayout(loaded);
  return {
    inputs: [{ name: basename(name), values: processImage(pixels, processing) }],
    processing,
    assumptions: [assumption, `Pixels become ${processingInWords(processing)}.`],
    warnings: [...suspiciousProcessing(loaded, processing), ...suspiciousPixels(pixels, processing)],
    arrayOf: (attributions, shape) => batchOf(attributions, shape, layout),
  };
}

async function fromArray(
  source: Source,
  loaded: LoadedNetwork,
  options: InputOptions,
  given?: Processing,
): Promise<Inputs> {
  const { inputShape } = loaded.network;
  const array = await readArray(source);
  const arrangement = arrangementOf(array, inputShape, basename(source.name), options.layout);
  const count = arrangement.batch ? array.shape[0] : 1;
  const chosen = parseImages(source.rows ?? `0-${count - 1}`, count, 0);
  const processing = given ?? (array.type === 'uint8' ? loaded.processing : undefined);
  const values = inputsIn(array, arrangement, inputShape, basename(source.name), chosen);
  const [first = new Float64Array()] = values;
  const batched = { ...arrangement, sizes: [...(arrangement.batch ? [chosen.length] : []), ...arrangement.axes] };
  return {
    inputs: values.map((one, i) => ({
      name: nameOf(source, chosen[i], arrangement.batch),
      values: processing ? processImage(one, processing) : one,
    })),
    ...(processing && { processing }),
    assumptions: [arrangement.assumption, scaleOf(array.type, processing)],
    warnings: processing
      ? [...suspiciousProcessing(loaded, processing), ...suspiciousPixels(first, processing)]
      : suspiciousValues(first),
    arrayOf(attributions, shape) {
      const { data, shape: axes } = batchOf(attributions, shape, arrangement.layout);
      return { data, shape: sameShape(shape, inputShape) ? batched.sizes : axes };
    },
  };
}

function nameOf({ name, key }: Source, index: number, batch: boolean): string {
  return [basename(name), ...(key === undefined ? [] : [key]), ...(batch ? [index] : [])].join(':');
}

function scaleOf(type: string, processing: Processing | undefined): string {
  if (processing === undefined) return `Its numbers (${type}) are the network's input as they are.`;
  return `Its numbers (${type}) are taken as pixels and become ${processingInWords(processing)}.`;
}
