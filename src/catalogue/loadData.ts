import { findRows, readImage, type ImageRows, type Images, type LabelledImage } from '../datasets/index.ts';
import { counted, UserError } from '../base/index.ts';
import { datasets } from './datasets.ts';
import type { LoadedNetwork } from './loadNetwork.ts';
import { locate } from './locate.ts';

/** Where the images for a network are. */
export interface FoundData {
  /** Its name in the catalogue, or the name of its file. */
  readonly name: string;
  readonly file: string;
  readonly rows: ImageRows;
}

/** Images for a network. */
export interface LoadedData {
  /** Its name in the catalogue, or the name of its file. */
  readonly name: string;
  readonly file: string;
  readonly images: Images;
}

/**
 * Finds the data that a network takes: what is given, by its name in the catalogue or its file, else the network's own.
 * No image is read yet.
 *
 * @throws UserError if nothing is given and the network has none, there is no such data, or it cannot be read
 */
export async function findData(
  { name: networkName, network, dataset }: LoadedNetwork,
  given = dataset,
): Promise<FoundData> {
  if (given === undefined) {
    throw new UserError(
      `No data set is known for the ${counted(network.inputSize, 'input')} of '${networkName}'. Name one with --data.`,
    );
  }
  const { name, file } = locate('data', given, datasets);
  return { name, file, rows: await findRows(file) };
}

/** An image by its index. @throws UserError if it cannot be read, or it or its label does not fit the network */
export function readData({ name: networkName, network }: LoadedNetwork, rows: ImageRows, index: number): LabelledImage {
  const image = readImage(rows, index, network.inputShape);
  if (image.label < network.outputSize) return image;
  throw new UserError(
    `${rows.path}: image ${index} has the label ${image.label}, but '${networkName}' has only ${counted(network.outputSize, 'output')}.`,
  );
}

/**
 * All images of the data that a network takes.
 *
 * @throws UserError as `findData` and `readData` do
 */
export async function loadData(loaded: LoadedNetwork, given = loaded.dataset): Promise<LoadedData> {
  const { name, file, rows } = await findData(loaded, given);
  const images = Array.from(rows.lines, (_, index) => readData(loaded, rows, index));
  return {
    name,
    file,
    images: {
      count: rows.count,
      pixelsPerImage: loaded.network.inputSize,
      labels: Int32Array.from(images, ({ label }) => label),
      pixels: images.map(({ pixels }) => pixels),
    },
  };
}
