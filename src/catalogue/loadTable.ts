import { counted, UserError } from '../base/index.ts';
import { hasHeader, readTable, standardising, type NumberTable } from '../datasets/index.ts';
import { processImage, type Processing } from '../network/index.ts';
import type { LoadedNetwork } from './loadNetwork.ts';

/** How tabular data are read. */
export interface TableOptions {
  /** Name or index of the column of labels, or `none`. Default: one called label, target, class or y. */
  readonly labelColumn?: string;
  /** Columns as they are, or less their means, by their standard deviations. Default: none. */
  readonly scale?: 'none' | 'standardise';
}

/** Rows of a table as inputs of a network. */
export interface TableRows {
  readonly count: number;
  /** Names of the columns. */
  readonly features: readonly string[];
  readonly inputs: readonly Float64Array[];
  /** Indices of the outputs that labels mean. */
  readonly targets: Int32Array;
}

/** Of rows that are inputs already. */
export const asItIs: Processing = { divisor: 1, offset: 0 };

/** True if a CSV file holds numbers with names, or the options speak of such; else it holds images. */
export async function isTable(file: string, { labelColumn, scale }: TableOptions): Promise<boolean> {
  return labelColumn !== undefined || scale !== undefined || (await hasHeader(file));
}

/**
 * Tabular data as inputs of a network, scaled as the options say; their labels are indices of outputs.
 *
 * @throws UserError that names file and row if something cannot be read or does not fit the network
 */
export async function loadTable(
  loaded: LoadedNetwork,
  file: string,
  { labelColumn, scale }: TableOptions,
): Promise<TableRows> {
  const table = await readTable(file, loaded.network.inputSize, labelColumn);
  const scaling = scale === 'standardise' ? standardising(table) : asItIs;
  return {
    count: table.rows.length,
    features: table.features,
    inputs: table.rows.map((row) => processImage(row, scaling)),
    targets: targetsOf(table, loaded, file),
  };
}

/** The output that each row's label means; of a network with one output that one, whatever is predicted. */
function targetsOf({ rows, labels }: NumberTable, { name, network }: LoadedNetwork, file: string): Int32Array {
  const { outputSize } = network;
  if (outputSize === 1) return new Int32Array(rows.length);
  if (labels === undefined)
    throw new UserError(
      `${file} has no column of labels, which say which of the ${outputSize} outputs of '${name}' is explained; name it with --label-column.`,
    );
  return Int32Array.from(labels, (label, row) => {
    const index = label.trim() === '' ? NaN : Number(label);
    if (Number.isInteger(index) && index >= 0 && index < outputSize) return index;
    throw new UserError(
      `${file}: row ${row} has the label '${label}'; '${name}' has ${counted(outputSize, 'output')}, expected the index of one, 0 to ${outputSize - 1}.`,
    );
  });
}
