import type { CommandModule, InferredOptionTypes } from 'yargs';
import { indicesOf } from '../arrays/index.ts';
import { counted, paragraph, UserError } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';
import type { OptionsOf } from '../experiment/index.ts';
import { arrangementOf, inputsIn, readArray, sourceOf, usualLayout } from '../inputs/index.ts';
import { forecastInWords } from './explain/forecast.ts';
import { toleranceOf, wordsOf } from './explain/given.ts';
import { methodNames, subjectOptions, wayOptions } from './explain/options.ts';
import { answer, readQuestion, type Answered, type Question } from './explain/question.ts';
import { judged, judgementInWords, sufficientPartitions } from './explain/referee.ts';
import { announce, warn, whileWaiting } from './explain/stderr.ts';
import { describe, headline, prediction } from './explain/words.ts';
import { checked, examplesOf, printing, type General } from './options.ts';
import { placeOf } from './places.ts';

const options = {
  ...subjectOptions,
  method: {
    type: 'string',
    default: 'integrated_gradients',
    group: 'How:',
    describe: `What they are meant to be: ${methodNames.join(', ')}`,
  },
  within: {
    type: 'string',
    default: '1%',
    group: 'How:',
    describe: 'The relative L1 distance that they are held to; beyond it the exit code is 2',
  },
  ...wayOptions,
} as const;

type JudgeGiven = OptionsOf<typeof options> & Pick<General, 'quiet'> & { readonly theirs: string };

/**
 * `judge FILE`: how far attributions of another tool are from the exact ones.
 *
 * @param setExitCode told 2 if they are not within the tolerance
 */
export function judgeCommand(
  setExitCode: (code: number) => void,
): CommandModule<General, General & InferredOptionTypes<typeof options> & { theirs: string }> {
  return {
    command: 'judge <theirs>',
    describe: 'Tell how far attributions of another tool (Captum, SHAP ...) are from the exact ones',
    builder: (command) =>
      command
        .parserConfiguration({ 'duplicate-arguments-array': true, 'greedy-arrays': false })
        .positional('theirs', {
          type: 'string',
          demandOption: true,
          describe: 'Attributions: .npy, or .npz with the name of the array (maps.npz:ig)',
        })
        .options(checked(options))
        .epilogue(
          examplesOf('judge', {
            'Integrated gradients by Captum, from a baseline of zeros':
              'captum.npy --network net.onnx --input x.npy --target 3',
            'An array of an archive': 'maps.npz:ig --network net.onnx --input x.npy',
          }),
        ),
    handler: async (given) => {
      if (!(await judgeAll(given))) setExitCode(exitCodes.notWithin);
    },
  };
}

/** @returns whether all are within the tolerance */
async function judgeAll(given: JudgeGiven): Promise<boolean> {
  const within = toleranceOf(given.within);
  if (wordsOf(given.method).length !== 1 || wordsOf(given.target).length !== 1)
    throw new UserError('Attributions are of one method and one target; name one of each.');
  const question = await readQuestion(given, wordsOf(given.method));
  const print = printing(given.quiet);
  warn(question.inputs.warnings);
  print(`${headline(question)}\n`);
  if (!given.quiet) announce(forecastInWords(question));
  let all: Float64Array[] | undefined;
  let sound = true;
  for (const [index, { name, values }] of question.inputs.inputs.entries()) {
    const answered = await whileWaiting(name, given.quiet, (progress) => answer(question, index, progress));
    const [ours, ...others] = answered.explanations;
    if (others.length > 0)
      throw new UserError('Attributions are of one layer and one baseline; name one of each, or --average-baselines.');
    all ??= await readTheirs(given, question, answered);
    const judgement = judged(all[index], ours, values, within);
    const hints = judgement.l1 <= within ? [] : [...judgement.hints, ...otherOrder(question)];
    const sufficient = await sufficientPartitions(question.loaded.network, ours, values, within, question.sampling);
    print(`${prediction(question, answered)}\n\n${describe(question, answered, ours)}\n\n${paragraph(given.theirs)}:`);
    print(`${judgementInWords({ ...judgement, hints }, ours, within, sufficient)}\n`);
    sound &&= judgement.l1 <= within;
  }
  return sound;
}

/**
 * Of an output that is an image, which a bare index names: where PyTorch counts that, channels first, if it is another
 * place.
 */
function otherOrder({ given: { target }, classes: { shape }, loaded }: Question): string[] {
  const [rows, columns, channels] = shape;
  if (shape.length !== 3 || !/^\d+$/.test(target) || usualLayout(loaded) !== 'nchw') return [];
  const [channel, row, column] = indicesOf(Number(target), [channels, rows, columns]);
  const [ours, theirs] = [placeOf(Number(target), shape), `${channel}@${row}x${column}`];
  if (ours === theirs) return [];
  return [
    `Output ${target} is ${ours} here, where rows are counted first; index ${target} of PyTorch's flattened output is --target ${theirs}.`,
  ];
}

/** Their attributions, one array for each input. @throws UserError if they are not as many, or of another shape */
async function readTheirs(
  { theirs, layout }: JudgeGiven,
  { inputs }: Question,
  { explanations: [{ shape }] }: Answered,
): Promise<Float64Array[]> {
  const array = await readArray(sourceOf(theirs));
  const ours = inputs.inputs.length;
  const arrangement = arrangementOf(array, shape, theirs, layout, 'expected attributions of');
  const all = inputsIn(array, arrangement, shape, theirs);
  if (all.length !== ours)
    throw new UserError(
      `${theirs} has attributions of ${counted(all.length, 'input')}, --input ${ours}; expected as many.`,
    );
  return all;
}
