import { UserError } from '../errors.ts';

/**
 * Names that the user separated by commas.
 *
 * @param option that they were given to
 * @throws UserError if one is there twice
 */
export function namesIn(option: string, given: string): string[] {
  const names = given.split(',').map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UserError(`--${option} names '${twice}' twice; expected each name once.`);
  return names;
}
