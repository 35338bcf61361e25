import type { CommandModule, InferredOptionTypes } from 'yargs';
import { paragraph, printable, UserError } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';
import type { OptionsOf } from '../experiment/index.ts';
import { compare, samplingsOf, type FixedSampling } from './explain/compare.ts';
import { forecastInWords } from './explain/forecast.ts';
import { toleranceOf, wordsOf } from './explain/given.ts';
import { showsColours } from './explain/heatMap.ts';
import { methodNames, subjectOptions, wayOptions } from './explain/options.ts';
import { answer, readQuestion, type Question } from './explain/question.ts';
import { report } from './explain/report.ts';
import { announce, warn, whileWaiting } from './explain/stderr.ts';
import { headline, reasonsToSample, unusedBackend } from './explain/words.ts';
import { checkFiles, writeResults, type Result } from './explain/write.ts';
import { checked, examplesOf, printing, type General } from './options.ts';

const what = 'What comes out:';

const options = {
  ...subjectOptions,
  method: {
    type: 'string',
    default: 'integrated_gradients',
    group: 'How:',
    describe: `One or several, separated by commas: ${methodNames.join(', ')}`,
  },
  within: {
    type: 'string',
    group: 'How:',
    describe: 'Tolerance, like 1%: n is doubled until it is met; if it is not, the exit code is 2',
  },
  ...wayOptions,
  compare: {
    type: 'string',
    group: what,
    describe: 'Sampled attributions beside the exact ones: trapezoid:50,gauss:20',
  },
  out: {
    type: 'string',
    array: true,
    alias: 'o',
    group: what,
    describe: 'File to write: picture .svg or .png, arrays .npy or .npz, all of it .json; several possible',
  },
} as const;

type ExplainGiven = OptionsOf<typeof options> & Pick<General, 'quiet'>;

/**
 * `explain`: attributions of one input or a batch, printed and written where told.
 *
 * @param setExitCode told 2 if an answer is not within the tolerance, 3 if some inputs have none
 */
export function explainCommand(
  setExitCode: (code: number) => void,
): CommandModule<General, General & InferredOptionTypes<typeof options>> {
  return {
    command: 'explain',
    describe: 'Explain what a network makes of a picture, an array or rows of a data set',
    builder: (command) =>
      command
        .parserConfiguration({ 'duplicate-arguments-array': true, 'greedy-arrays': false })
        .options(checked(options))
        .epilogue(
          examplesOf('explain', {
            'Exact integrated gradients of an image, and a picture of them':
              '--network mnist_convsmall --input mnist_test:3 -o map.png',
            'A photograph': '--network net.onnx --input dog.jpg --processing imagenet',
            'A batch from NumPy, by another method, and back':
              '--network net.onnx --input x.npy --method lime -o maps.npy',
            'Exact beside sampled': '--network net.onnx --input x.npy --compare left:20,gauss:9',
            'Rows of a table': '--network net.onnx --input data.csv:0-9 --label-column y',
          }),
        ),
    handler: async (given) => {
      setExitCode(await explainAll(given));
    },
  };
}

/** @returns the exit code: whether all inputs are explained, and within the tolerance that is asked for */
async function explainAll(given: ExplainGiven): Promise<number> {
  const files = given.out ?? [];
  checkFiles(files);
  const samplings = given.compare === undefined ? [] : samplingsOf(given.compare);
  const within = given.within === undefined ? undefined : toleranceOf(given.within);
  const question = await readQuestion(given, wordsOf(given.method), within);
  warn(question.inputs.warnings);
  const print = printing(given.quiet);
  print(`${headline(question)}\n`);
  if (!given.quiet) announce(forecastInWords(question));
  const { results, failed } = await explainEach(question, samplings, given.quiet, (result) => {
    print(`${report(question, result, showsColours(process.stdout))}\n`);
  });
  const all = results.flatMap(({ answered, compared }) => [
    ...answered.explanations,
    ...compared.map(({ explanation }) => explanation),
  ]);
  for (const reason of reasonsToSample(question, all)) print(`${paragraph(reason)}\n`);
  warn([...unusedBackend(question, all), ...nothingCompared(samplings, results)]);
  for (const file of files)
    for (const written of await writeResults(question, results, file)) print(`Wrote ${written}`);
  if (failed > 0) return exitCodes.someFailed;
  const converged = results.every(({ answered }) => answered.explanations.every(({ verdict }) => verdict.converged));
  return within === undefined || converged ? exitCodes.ok : exitCodes.notWithin;
}

/** Told where samplings are asked for, and no answer is one that they approximate. */
function nothingCompared(samplings: readonly FixedSampling[], results: readonly Result[]): string[] {
  if (samplings.length === 0 || results.some(({ compared }) => compared.length > 0)) return [];
  return ['--compare sets samplings beside exact integrals along the line, and no answer is one: nothing is compared.'];
}

/**
 * Answers all inputs, one after the other. What is wrong with one of them is told, and the others go on.
 *
 * @throws UserError if none has an answer, or the same is wrong with the first two
 */
async function explainEach(
  question: Question,
  samplings: readonly FixedSampling[],
  quiet: boolean,
  tell: (result: Result) => void,
): Promise<{ results: Result[]; failed: number }> {
  const { inputs } = question.inputs;
  const results: Result[] = [];
  let last = '';
  for (const [index, { name }] of inputs.entries()) {
    try {
      const answered = await whileWaiting(name, quiet, (progress) => answer(question, index, progress));
      const result = { index, answered, compared: await compare(question, index, answered, samplings) };
      results.push(result);
      tell(result);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (results.length === 0 && (index === inputs.length - 1 || error.message === last)) throw error;
      last = error.message;
      console.error(paragraph(printable(`${name}: ${last}`)));
    }
  }
  return { results, failed: inputs.length - results.length };
}
