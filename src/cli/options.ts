import type { InferredOptionTypes, Options } from 'yargs';
import { UserError } from '../base/index.ts';
import { commandInWords } from '../project/index.ts';
import { unknownName } from '../names/index.ts';

/** The options of every command. */
export const generalOptions = {
  quiet: { type: 'boolean', default: false, describe: 'Print warnings and errors only' },
  color: {
    type: 'boolean',
    default: true,
    describe: 'Colours, where the terminal has them; none: --no-color, or NO_COLOR=1',
  },
  debug: { type: 'boolean', default: false, describe: 'Show where an error arose' },
} as const satisfies Record<string, Options>;

export type General = InferredOptionTypes<typeof generalOptions>;

/** Prints results on stdout, unless they are not wanted. */
export function printing(quiet: boolean): (text: string) => void {
  return (text) => {
    if (!quiet) console.log(text);
  };
}

/** `--artifacts`: the folder of all artifacts, for the commands that write or read them. */
export const artifactsOption = {
  type: 'string',
  default: 'artifacts',
  describe: 'Folder of what experiments write',
} as const satisfies Options;

/** Options under a heading of their own in the help. */
export function inGroup<Declared extends Readonly<Record<string, Options>>>(
  group: string,
  options: Declared,
): { [Name in keyof Declared]: Declared[Name] & { group: string } };
export function inGroup(group: string, options: Readonly<Record<string, Options>>): Record<string, Options> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]));
}

/**
 * What stands below the options in the help of a command.
 *
 * @param examples what each does, in words, and what is typed behind the command, separated by blanks
 */
export function examplesOf(command: string, examples: Readonly<Record<string, string>>): string {
  const lines = Object.entries(examples).flatMap(([words, typed]) => [
    `  # ${words}`,
    `  ${commandInWords(command, ...(typed === '' ? [] : typed.split(' ')))}`,
  ]);
  return ['Examples:', ...lines].join('\n');
}

/** Options that, if they are given, need a value; an empty one or a choice that there is not is told in one line. */
export function checked<Declared extends Readonly<Record<string, Options>>>(options: Declared): Declared {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === 'boolean'
        ? option
        : { ...option, requiresArg: true, coerce: (value: unknown) => checkValue(name, value, option) },
    ]),
  ) as Declared;
}

function checkValue(name: string, value: unknown, { choices, array }: Options): unknown {
  if (Array.isArray(value) && array !== true) throw new UserError(`--${name} is given more than once; give it once.`);
  if (choices && typeof value === 'string' && !choices.includes(value))
    throw unknownName(name, value, choices.map(String));
  if (value === '') throw new UserError(`--${name} is empty; expected a value. Leave the option out for its default.`);
  return value;
}
