import { shown, UserError } from '../base/index.ts';
import { distance } from 'fastest-levenshtein';

/**
 * An error like "Unknown rule 'smpson'. Did you mean 'simpson'? Known: left, simpson."
 *
 * @param name what was given: of code without types it may be anything
 */
export function unknownName(kind: string, name: unknown, known: readonly string[]): UserError {
  const all = `Known: ${known.join(', ')}.`;
  if (typeof name !== 'string') return new UserError(`The name of a ${kind} is ${shown(name)}. ${all}`);
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const nearest = ranked.at(0);
  const hint = nearest && nearest.edits <= name.length / 2 ? ` Did you mean '${nearest.candidate}'?` : '';
  return new UserError(`Unknown ${kind} '${name}'.${hint} ${all}`);
}
