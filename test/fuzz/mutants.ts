import fc from 'fast-check';
import { mutatedBytes } from './bytes.ts';
import { Choices } from './choices.ts';
import type { Files, FuzzTarget } from './target.ts';

/**
 * Files of a target's corpus with one to four changes: of what the first file says, or, a third of them, of bytes of
 * any.
 */
export function mutants(target: FuzzTarget): fc.Arbitrary<Files> {
  const change = fc.array(fc.nat(), { minLength: 4, maxLength: 8 });
  return fc
    .tuple(fc.constantFrom(...target.corpus), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([files, changes]) =>
      changes.reduce((changed, numbers) => mutant(target, changed, new Choices(numbers)), files),
    );
}

function mutant(target: FuzzTarget, files: Files, choices: Choices): Files {
  const asBytes = choices.below(3) === 0;
  const which = asBytes ? choices.below(files.length) : 0;
  return files.map((bytes, i) => {
    if (i !== which || bytes.length === 0) return bytes;
    return asBytes ? mutatedBytes(bytes, choices) : meant(target, bytes, choices);
  });
}

/** What earlier changes made unreadable is changed no further. */
function meant(target: FuzzTarget, bytes: Uint8Array, choices: Choices): Uint8Array {
  try {
    return target.mutate(bytes, choices);
  } catch {
    return bytes;
  }
}
