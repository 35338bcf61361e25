import { readImagesCsv, type Images } from '../datasets/index.ts';
import { counted, UserError } from '../base/index.ts';
import { datasets } from './datasets.ts';
import type { LoadedNetwork } from './loadNetwork.ts';
import { locate } from './locate.ts';

/** Images for a network. */
export interface LoadedData {
  /** Its name in the catalogue, or the name of its file. */
  readonly name: string;
  readonly file: string;
  readonly images: Images;
}

/**
 * The data that a network takes: what is given, by its name in the catalogue or its file, else the network's own.
 *
 * @throws UserError if nothing is given and the network has none, there is no such data, it cannot be read,
 *   or its images or labels do not fit the network
 */
export async function loadData(loaded: LoadedNetwork, given = loaded.dataset): Promise<LoadedData> {
  const { name: networkName, network } = loaded;
  if (given === undefined) {
    throw new UserError(
      `No data set is known for the ${counted(network.inputSize, 'input')} of '${networkName}'. Name one with --data.`,
    );
  }
  const { name, file } = locate('data', given, datasets);
  const images = await readImagesCsv(file, network.inputShape);
  const stray = images.labels.findIndex((label) => label >= network.outputSize);
  if (stray >= 0) {
    throw new UserError(
      `${file}: image ${stray} has the label ${images.labels[stray]}, but '${networkName}' has only ${counted(network.outputSize, 'output')}.`,
    );
  }
  return { name, file, images };
}
