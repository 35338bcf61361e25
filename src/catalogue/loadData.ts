import { findRows, readImage, type ImageRows, type Images, type LabelledImage } from '../datasets/index.ts';
import { checkOptions, checkRecord, counted, UserError } from '../base/index.ts';
import { checkNetwork, type Processing } from '../network/index.ts';
import { datasets } from './datasets.ts';
import type { LoadedNetwork } from './loadNetwork.ts';
import { asItIs, isTable, loadTable, type TableOptions, type TableRows } from './loadTable.ts';
import { locate } from './locate.ts';

/** Where images are, or rows of a table; plain data, which threads can be handed as they are. */
export type DataRows = ImageRows | TableRows;

/** Where the images for a network are. */
export interface FoundData {
  /** Its name in the catalogue, or the name of its file. */
  readonly name: string;
  readonly file: string;
  readonly rows: DataRows;
}

/** Images for a network, or rows of a table. */
export interface LoadedData {
  /** Its name in the catalogue, or the name of its file. */
  readonly name: string;
  readonly file: string;
  readonly images: Images;
  /** How they become inputs; rows of a table are inputs already. */
  readonly processing: Processing;
}

/**
 * Finds the data that a network takes: what is given, by its name in the catalogue or its file, else the network's own.
 * No image is read yet; of a table, which a header or the options speak of, all rows.
 *
 * @param options how tabular data are read
 * @throws UserError if nothing is given and the network has none, there is no such data, or it cannot be read
 */
export async function findData(
  loaded: LoadedNetwork,
  given = loaded.dataset,
  options: TableOptions = {},
): Promise<FoundData> {
  checkOptions(options);
  if (given === undefined) {
    throw new UserError(
      `No data set is known for the ${counted(loaded.network.inputSize, 'input')} of '${loaded.name}'. Name one with --data.`,
    );
  }
  const { name, file } = locate('data', given, datasets);
  return {
    name,
    file,
    rows: (await isTable(file, options)) ? await loadTable(loaded, file, options) : await findRows(file),
  };
}

/** The network with the processing of its data: rows of a table are inputs already. */
export function withData(loaded: LoadedNetwork, rows: DataRows): LoadedNetwork {
  return 'features' in rows ? { ...loaded, processing: asItIs } : loaded;
}

/**
 * An image, or the row of a table, by its index.
 *
 * @throws UserError if it cannot be read, or it or its label does not fit the network
 */
export function readData({ name: networkName, network }: LoadedNetwork, rows: DataRows, index: number): LabelledImage {
  if ('features' in rows) return { pixels: rows.inputs[index], label: rows.targets[index] };
  const image = readImage(rows, index, network.inputShape);
  if (image.label < network.outputSize) return image;
  throw new UserError(
    `${rows.path}: image ${index} has the label ${image.label}, but '${networkName}' has only ${counted(network.outputSize, 'output')}.`,
  );
}

/**
 * All images of the data that a network takes, or all rows of a table.
 *
 * @param options how tabular data are read
 * @throws UserError as `findData` and `readData` do
 */
export async function loadData(loaded: LoadedNetwork, given?: string, options: TableOptions = {}): Promise<LoadedData> {
  checkRecord('network', loaded, 'what loadNetwork gives');
  checkNetwork(loaded.network);
  const { name, file, rows } = await findData(loaded, given, options);
  const images = Array.from({ length: rows.count }, (_, index) => readData(loaded, rows, index));
  return {
    name,
    file,
    processing: withData(loaded, rows).processing,
    images: {
      count: rows.count,
      pixelsPerImage: loaded.network.inputSize,
      labels: Int32Array.from(images, ({ label }) => label),
      pixels: images.map(({ pixels }) => pixels),
    },
  };
}
