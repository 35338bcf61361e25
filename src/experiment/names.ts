import Papa from 'papaparse';
import { UserError } from '../base/index.ts';

/**
 * Names that the user separated by commas; one with a comma in it stands in double quotes, as in a CSV file.
 *
 * @param option that they were given to
 * @throws UserError if one is there twice, or a quote is not closed
 */
export function namesIn(option: string, given: string): string[] {
  const { data, errors } = Papa.parse<string[]>(given, { delimiter: ',' });
  if (errors.length > 0) throw new UserError(`--${option} is ${given}, in which a quotation mark is not closed.`);
  const names = (data.at(0) ?? ['']).map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UserError(`--${option} names '${twice}' twice; expected each name once.`);
  return names;
}
