import { datasets, findData, isTable, locate, readData, type LoadedNetwork } from '../catalogue/index.ts';
import { readTable, standardising, type NumberTable } from '../datasets/index.ts';
import { parseImages } from '../experiment/index.ts';
import { processImage, type Processing } from '../network/index.ts';
import { usualLayout } from './assumed.ts';
import type { InputOptions, Inputs } from './inputs.ts';
import { batchOf } from './layout.ts';
import { processingInWords } from './processing.ts';
import type { Source } from './source.ts';
import { suspiciousAccuracy, suspiciousPixels, suspiciousProcessing } from './suspicions.ts';
import { counted } from '../base/index.ts';

/** Which example, where none is named. */
const firstExample = '0';

/** Rows of a data set: images, or numbers with names where the file has a header or the options speak of a table. */
export async function readLabelled(
  source: Source,
  loaded: LoadedNetwork,
  options: InputOptions,
  given?: Processing,
): Promise<Inputs> {
  const { name, file } = locate('data', source.name, datasets);
  return (await isTable(file, options))
    ? fromTable(name, file, source, loaded, options, given)
    : fromImages(source, loaded, options, given);
}

async function fromImages(
  { name: wanted, rows = firstExample }: Source,
  loaded: LoadedNetwork,
  options: InputOptions,
  given?: Processing,
): Promise<Inputs> {
  const { name, rows: found } = await findData(loaded, wanted);
  const processing = given ?? loaded.processing;
  const chosen = parseImages(rows, found.count, 0);
  const layout = options.layout ?? usualLayout(loaded);
  const read = (image: number): { pixels: Float64Array; values: Float64Array; label: number } => {
    const { pixels, label } = readData(loaded, found, image);
    return { pixels, values: processImage(pixels, processing), label };
  };
  const inputs = chosen.map((image) => ({ image, ...read(image) }));
  return {
    inputs: inputs.map(({ image, values, label }) => ({ name: `${name}:${image}`, values, label: String(label) })),
    processing,
    assumptions: [
      `${name} has ${counted(found.count, 'image')}, pixels in row, column, channel order; they become ${processingInWords(processing)}.`,
    ],
    warnings: [
      ...suspiciousPixels(inputs[0].pixels, processing),
      ...suspiciousProcessing(loaded, processing),
      ...suspiciousAccuracy(
        loaded,
        Array.from({ length: Math.min(20, found.count) }, (_, image) => read(image)),
      ),
    ],
    arrayOf: (attributions, shape) => batchOf(attributions, shape, layout),
  };
}

async function fromTable(
  name: string,
  file: string,
  { rows }: Source,
  loaded: LoadedNetwork,
  options: InputOptions,
  given?: Processing,
): Promise<Inputs> {
  const table = await readTable(file, loaded.network.inputSize, options.labelColumn);
  const scale = options.scale === 'standardise' ? standardising(table) : (given ?? { divisor: 1, offset: 0 });
  const chosen = parseImages(rows ?? firstExample, table.rows.length, 0);
  const examples = (table.labels ?? [])
    .slice(0, 20)
    .map((label, i) => ({ values: processImage(table.rows[i], scale), label: Number(label) }));
  return {
    inputs: chosen.map((i) => ({
      name: `${name}:${i}`,
      values: processImage(table.rows[i], scale),
      raw: table.rows[i],
      ...(table.labels && { label: table.labels[i] }),
    })),
    features: table.features,
    assumptions: [
      `${name} has ${counted(table.rows.length, 'row')} of ${counted(table.features.length, 'number')}${labelsOf(table)}.`,
      ...(rows === undefined && table.rows.length > 1 ? [firstOfTable(name, table)] : []),
      scaleInWords(options, given),
    ],
    warnings: suspiciousAccuracy(loaded, examples),
    arrayOf: (attributions, shape) => batchOf(attributions, shape, options.layout ?? usualLayout(loaded)),
  };
}

function firstOfTable(name: string, { rows }: NumberTable): string {
  return `The first row is explained (all of them: ${name}:0-${rows.length - 1}).`;
}

function labelsOf({ labelColumn }: NumberTable): string {
  return labelColumn === undefined ? ', without labels' : `, and labels in column '${labelColumn}'`;
}

function scaleInWords({ scale }: InputOptions, given: Processing | undefined): string {
  if (scale === 'standardise') return "Each column less its mean, by its standard deviation, both of this file's rows.";
  return given === undefined
    ? "The numbers are the network's input as they are (--scale standardise, if the training scaled them)."
    : `Numbers become ${processingInWords(given)}.`;
}
