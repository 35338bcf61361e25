import { shown, UserError } from '../base/index.ts';
import { distance } from 'fastest-levenshtein';

/**
 * An error like "Unknown rule 'smpson'. Did you mean 'simpson'? Known: left, simpson."
 *
 * @param name what was given: of code without types it may be anything
 */
export function unknownName(kind: string, name: unknown, known: readonly string[]): UserError {
  const all = `Known: ${listed(known)}.`;
  if (typeof name !== 'string') return new UserError(`The name of a ${kind} is ${shown(name)}. ${all}`);
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
  return new UserError(`Unknown ${kind} '${name}'.${hint} ${all}`);
}

const mostListed = 100;

/** Names one after the other; of many the first ones. */
export function listed(names: readonly string[]): string {
  if (names.length <= mostListed) return names.join(', ');
  return `${names.slice(0, mostListed).join(', ')} and ${names.length - mostListed} more`;
}

/** The one of this name. @throws UserError with the nearest name if there is none */
export function named<T extends { readonly name: string }>(kind: string, name: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    kind,
    name,
    known.map((candidate) => candidate.name),
  );
}

/** The name that takes the fewest changes of letters, if they are no more than half of them. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return known.length > 0 && nearest.edits <= name.length / 2 ? nearest.candidate : undefined;
}
