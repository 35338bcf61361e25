import { distance } from 'fastest-levenshtein';
import { UserError } from '../base/index.ts';

/** An error like "Unknown rule 'smpson'. Did you mean 'simpson'? Known: left, simpson." */
export function unknownName(kind: string, name: string, known: readonly string[]): UserError {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const nearest = ranked.at(0);
  const hint = nearest && nearest.edits <= name.length / 2 ? ` Did you mean '${nearest.candidate}'?` : '';
  return new UserError(`Unknown ${kind} '${name}'.${hint} Known: ${known.join(', ')}.`);
}
