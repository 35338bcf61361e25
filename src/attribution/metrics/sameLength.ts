import { UserError } from '../../errors.ts';

/** @throws UserError unless two attributions have as many elements */
export function checkSameLength(attributions: Float64Array, reference: Float64Array): void {
  if (attributions.length === reference.length) return;
  throw new UserError(
    `Attributions of ${attributions.length} and ${reference.length} elements cannot be compared; expected those of one layer, or of the input.`,
  );
}
