import { distance } from 'fastest-levenshtein';

/**
 * What went wrong, where, what was expected and what to do, in words for the user. The command line prints
 * the message alone and exits with code 1; any other error is a defect of this project.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** An error like "Unknown rule 'smpson'. Did you mean 'simpson'? Known: left, simpson." */
export function unknownName(kind: string, name: string, known: readonly string[]): UserError {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const nearest = ranked.at(0);
  const hint = nearest && nearest.edits <= name.length / 2 ? ` Did you mean '${nearest.candidate}'?` : '';
  return new UserError(`Unknown ${kind} '${name}'.${hint} Known: ${known.join(', ')}.`);
}

/** Runs an action; a UserError it throws says before all else where it happened: "line 3: ...". */
export function within<T>(place: () => string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${place()}: ${error.message}`);
    throw error;
  }
}
