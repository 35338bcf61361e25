import { UserError } from '../../base/index.ts';
import type { InputOptions } from '../../inputs/index.ts';
import type { OptionsOf } from '../../experiment/index.ts';
import type { questionOptions } from './options.ts';

/** What the user gave for the options of a question. */
export type Given = OptionsOf<typeof questionOptions>;

/** The options that say how an input is read. */
export function inputOptionsOf({
  processing,
  divisor,
  mean,
  std,
  layout,
  channels,
  labelColumn,
  scale,
}: Given): InputOptions {
  return {
    processing: {
      ...(processing !== undefined && { name: processing }),
      ...(divisor !== undefined && { divisor: finite('divisor', divisor) }),
      ...(mean !== undefined && { mean: numbersOf('mean', mean) }),
      ...(std !== undefined && { std: numbersOf('std', std) }),
    },
    ...(layout !== undefined && { layout: layout }),
    ...(channels !== undefined && { channels: channels }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(scale !== undefined && { scale: scale }),
  };
}

/** A tolerance: `0.01` or `1%`. @throws UserError unless it is a number above 0 */
export function toleranceOf(given: string): number {
  const [, number, percent] = /^\s*([\d.]+(?:e-?\d+)?)\s*(%?)\s*$/i.exec(given) ?? [];
  const tolerance = Number(number) / (percent === '%' ? 100 : 1);
  if (tolerance > 0 && tolerance < Infinity) return tolerance;
  throw new UserError(`--within is '${given}'; expected a tolerance above 0, like 1% or 0.01.`);
}

/** Rows and columns: `4x4`. @throws UserError unless they are two whole numbers from 1 */
export function rowsAndColumnsOf(option: string, given: string): [rows: number, columns: number] {
  const found = /^\s*([1-9]\d*)\s*x\s*([1-9]\d*)\s*$/i.exec(given);
  if (found) return [Number(found[1]), Number(found[2])];
  throw new UserError(`--${option} is '${given}'; expected rows and columns, like 4x4.`);
}

/** Words that commas separate. */
export function wordsOf(given: string): string[] {
  return given
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function numbersOf(option: string, given: string): number[] {
  return wordsOf(given).map((word) => finite(option, Number(word)));
}

function finite(option: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new UserError(
    `--${option} is no number; expected one, or where channels differ one for each, separated by commas.`,
  );
}
