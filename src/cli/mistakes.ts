import type { Argv } from 'yargs';
import { UserError } from '../base/index.ts';
import { nearestName } from '../names/index.ts';
import { commandInWords } from '../project/index.ts';

/** What yargs adds to the options that were typed. */
const special = ['_', '$0', '--'];

type Parsed = Exclude<Argv['parsed'], false>;

/** The error for an option that there is not, whatever else that made wrong; undefined if there are all. */
export function unknownOptionIn(parsed: Parsed): UserError | undefined {
  const { argv, aliases } = parsed;
  const unknown = Object.keys(argv).filter((name) => !special.includes(name) && !isKnown(parsed, name));
  if (unknown.length === 0) return undefined;
  // As it was typed: yargs has those with dashes in camel case besides.
  const name = unknown.find((one) => one.includes('-')) ?? unknown[0];
  const known = Object.keys(aliases).filter((other) => other.length > 1 && !isDerived(parsed, other));
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : ` Did you mean --${nearest}?`;
  return new UserError(`Unknown option ${name.length === 1 ? '-' : '--'}${name}.${hint} See --help.`);
}

/**
 * The error for what a command needs and was not typed, from yargs' words for it; undefined if that is not what is
 * wrong.
 *
 * @param usage of the command, like `compare <first> <second>`
 */
export function missingIn(message: string, usage: string): UserError | undefined {
  const [command, ...words] = usage.split(' ');
  const there = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  const options = /^Missing required arguments?: (.*)$/.exec(message)?.[1].split(', ');
  const missing = there === undefined ? options?.map((option) => `--${option}`) : words.slice(Number(there));
  if (missing === undefined || missing.length === 0) return undefined;
  const expected = there === undefined ? '' : `; expected ${commandInWords(command, ...words)}`;
  return new UserError(`${command} lacks ${missing.join(' and ')}${expected}. See --help.`);
}

/** True if an option was declared, under this name or another that it was made of. */
function isKnown(parsed: Parsed, name: string): boolean {
  const { aliases } = parsed;
  return Object.hasOwn(aliases, name) && [name, ...aliases[name]].some((other) => !isDerived(parsed, other));
}

function isDerived({ newAliases }: Parsed, name: string): boolean {
  return Object.hasOwn(newAliases, name);
}
