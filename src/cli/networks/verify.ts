import { normal, randomOf } from '../../attribution/index.ts';
import type { LoadedNetwork } from '../../catalogue/index.ts';
import { paragraph, counted, UserError } from '../../base/index.ts';
import { tableToText } from '../../experiment/index.ts';
import { readInputs } from '../../inputs/index.ts';
import type { ReadOptions } from '../../network/readers/index.ts';
import type { HeldNetwork } from './heldInputs.ts';
import { verifyNetwork, type Verification, type VerifyOptions } from '../../verification/index.ts';
import { percent } from '../explain/words.ts';

/** Random inputs that are tried, of normally distributed numbers. */
const randomInputs = 4;

/** What the user says of the inputs to try. */
interface Tried {
  readonly input: string | undefined;
  readonly seed: number;
}

/**
 * Compares the outputs of a network's file, or the one that is named, with its own runtime.
 *
 * @throws UserError if there is none for the file's format, or it is not installed or refuses the file
 */
export async function verify({ loaded, options, drawn }: HeldNetwork, { input, seed }: Tried): Promise<Verification> {
  const given = input === undefined ? [] : (await readInputs(input, loaded, {})).inputs.map(({ values }) => values);
  const inputsOf = (size: number): Float64Array[] => [
    ...pointsOf(size, seed),
    ...given.filter(({ length }) => length === size),
  ];
  const verification = await verifyNetwork(loaded.file, comparedOf(loaded, options), inputsOf);
  const notes = [
    ...(verification.note === undefined ? [] : [verification.note]),
    ...(drawn.length === 0 ? [] : [`Held at random numbers: ${drawn.map((name) => `'${name}'`).join(', ')}.`]),
  ];
  return { ...verification, ...(notes.length > 0 && { note: notes.join(' ') }) };
}

/** `logits` and `probability` are of the output that the network has, other names those of outputs. */
function comparedOf({ ending, output }: LoadedNetwork, reading: ReadOptions): VerifyOptions {
  const kind = reading.output;
  if (ending === undefined || output === undefined || (kind !== 'logits' && kind !== 'probability')) return reading;
  return { ...reading, output, ending: kind };
}

function pointsOf(size: number, seed: number): Float64Array[] {
  const random = randomOf(seed);
  return Array.from({ length: randomInputs }, () => Float64Array.from({ length: size }, () => normal(random)));
}

/** The outputs in a table, and what they were compared with. */
export function verificationInWords({ runtime, version, note, outputs }: Verification, within: number): string {
  const rows = outputs.map((of) =>
    'why' in of
      ? [of.output, undefined, 'not compared']
      : [of.output, of.units, of.difference.toExponential(1), of.beyondRounding.toExponential(1)],
  );
  const columns = [{ name: 'output' }, { name: 'values' }, { name: 'largest difference' }, { name: 'beyond rounding' }];
  const inputs = Math.max(...outputs.map((of) => ('why' in of ? 0 : of.inputs)));
  const words = [
    `Compared with ${runtime} ${version} in float32 at ${counted(inputs, 'input')}. Differences are relative to the largest value of the output; beyond what float32 rounds, which is estimated, to that of the unit that is off most. The latter may be ${percent(within)}.`,
    ...(note === undefined ? [] : [note]),
    ...outputs.flatMap((of) => ('why' in of ? [`'${of.output}' is not compared: ${of.why}`] : [])),
  ];
  return [tableToText({ columns, rows }), '', ...words.map((text) => paragraph(text))].join('\n');
}

/** @throws UserError if an output differs by more than the tolerance, or none was compared */
export function checkVerified({ outputs }: Verification, within: number): void {
  const apart = outputs.filter((of) => 'beyondRounding' in of && of.beyondRounding > within);
  const names = apart.map(({ output }) => `'${output}'`).join(', ');
  if (apart.length > 0) throw new UserError(`Values differ by more than ${percent(within)}: ${names}.`);
  if (outputs.every((of) => 'why' in of)) throw new UserError('No output could be compared.');
}
