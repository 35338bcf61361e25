import type { Options } from 'yargs';
import { UserError } from '../base/index.ts';
import { unknownName } from '../names/index.ts';

/** `--artifacts`: the folder of all artifacts, for the commands that write or read them. */
export const artifactsOption = {
  type: 'string',
  default: 'artifacts',
  describe: 'Folder of what experiments write',
} as const satisfies Options;

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
