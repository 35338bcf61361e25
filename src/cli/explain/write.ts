import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Explanation } from '../../attribution/index.ts';
import { writeNpy, writeNpz, type NdArray } from '../../arrays/index.ts';
import { UserError } from '../../base/index.ts';
import { sizeOf } from '../../network/index.ts';
import { exitCodes } from '../../project/index.ts';
import { pictureLibrary } from '../../inputs/index.ts';
import type { Compared } from './compare.ts';
import { figureOf } from './figure.ts';
import type { Answered, Question } from './question.ts';

/** An input's answers, and what sampling makes of them. */
export interface Result {
  /** Of the input. */
  readonly index: number;
  readonly answered: Answered;
  readonly compared: readonly Compared[];
}

type Writer = (question: Question, results: readonly Result[], file: string) => Promise<string[]>;

const writers: Readonly<Record<string, Writer>> = {
  '.svg': (question, results, file) => writeFigures(question, results, file, (svg) => Promise.resolve(svg)),
  '.png': (question, results, file) => writeFigures(question, results, file, rasterised),
  '.npy': async (question, results, file) => {
    const arrays = arraysOf(
      question,
      results.map((result) => ({ ...result, compared: [] })),
    );
    const [[, first]] = arrays;
    if (arrays.size > 1)
      throw new UserError(
        `${file} holds one array, and there are ${[...arrays.keys()].join(', ')}; write an archive (.npz).`,
      );
    return write(file, writeNpy(first));
  },
  '.npz': (question, results, file) => write(file, writeNpz(arraysOf(question, results))),
  '.json': (question, results, file) => write(file, jsonOf(question, results)),
};

/** Pixels of a PNG for each of the figure. */
const pngScale = 2;
const usualDensity = 72;

/** @throws UserError, before anything is computed, if a name ends with nothing that can be written */
export function checkFiles(files: readonly string[]): void {
  const wrong = files.find((file) => !Object.hasOwn(writers, extname(file).toLowerCase()));
  if (wrong !== undefined)
    throw new UserError(`Cannot write '${wrong}'; expected a name that ends with ${Object.keys(writers).join(', ')}.`);
}

/** Writes the answers as the ending of a name says. @returns the files: a picture for each input */
export async function writeResults(question: Question, results: readonly Result[], file: string): Promise<string[]> {
  return writers[extname(file).toLowerCase()](question, results, file);
}

/**
 * Attributions by what they are of: a method, with layer, target and baseline where there are several. Those of an
 * input that has no answer are NaN.
 */
function arraysOf({ inputs }: Question, results: readonly Result[]): Map<string, Pick<NdArray, 'shape' | 'data'>> {
  const all = results.map(({ answered: { explanations }, compared }) => [
    ...explanations.map((explanation, i) => ({ key: keyOf(explanation, explanations, i), explanation })),
    ...compared.map(({ exact, explanation, sampling }) => ({
      key: `${keyOf(exact, explanations, explanations.indexOf(exact))}.${sampling.rule}_${sampling.n}`,
      explanation,
    })),
  ]);
  return new Map(
    all[0].map(({ key, explanation: { shape } }, i) => [
      key,
      inputs.arrayOf(
        inputs.inputs.map((_, index) => {
          const place = results.findIndex((result) => result.index === index);
          return place < 0 ? new Float64Array(sizeOf(shape)).fill(NaN) : all[place][i].explanation.attributions;
        }),
        shape,
      ),
    ]),
  );
}

function keyOf({ method, layer }: Explanation, all: readonly Explanation[], index: number): string {
  const name = layer === 'input' ? method : `${method}.${layer.replaceAll('/', '_')}`;
  const alike = all.filter((other) => other.method === method && other.layer === layer);
  return alike.length > 1 ? `${name}.${alike.indexOf(all[index])}` : name;
}

async function writeFigures(
  question: Question,
  results: readonly Result[],
  file: string,
  encode: (svg: string) => Promise<string | Uint8Array>,
): Promise<string[]> {
  const alone = question.inputs.inputs.length === 1;
  const files = results.map(({ index }) => (alone ? file : file.replace(/(\.[^.]*)$/, `-${index}$1`)));
  for (const [i, { answered, compared }] of results.entries())
    await write(files[i], await encode(figureOf(question, answered, compared)));
  return files;
}

async function rasterised(svg: string): Promise<Uint8Array> {
  const open = await pictureLibrary();
  return open(Buffer.from(svg), { density: pngScale * usualDensity })
    .png()
    .toBuffer();
}

function jsonOf({ loaded, inputs, classes, baseline, output }: Question, results: readonly Result[]): string {
  const records = results.map(({ answered: { input, outputs, top, explanations }, compared }) => ({
    input: input.name,
    ...(input.label !== undefined && { label: input.label }),
    outputs,
    predicted: top,
    ...(classes.names && { predictedName: classes.names[top] }),
    explanations,
    compared: compared.map(({ sampling, l1, l2, exact, explanation }) => ({
      explanation: explanations.indexOf(exact),
      ...sampling,
      l1,
      l2,
      gradients: explanation.gradients,
      attributions: explanation.attributions,
    })),
  }));
  const { processing, features, assumptions, warnings } = inputs;
  const all = { network: loaded.file, output, baseline, processing, features, assumptions, warnings, results: records };
  const plain = (_: string, value: unknown): unknown => (value instanceof Float64Array ? [...value] : value);
  return `${JSON.stringify(all, plain, 1)}\n`;
}

async function write(file: string, content: string | Uint8Array): Promise<string[]> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    return [file];
  } catch (error) {
    throw new UserError(
      `Cannot write '${file}': ${error instanceof Error ? error.message : String(error)}.`,
      exitCodes.cannotWrite,
    );
  }
}
