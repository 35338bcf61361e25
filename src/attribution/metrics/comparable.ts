import { checkVector, UserError } from '../../base/index.ts';
import { checkFinite } from '../../network/index.ts';

/** @throws UserError unless two attributions have as many elements, all of them finite */
export function checkComparable(attributions: Float64Array, reference: Float64Array): void {
  checkVector('first of two attributions', attributions);
  checkVector('second of two attributions', reference);
  if (attributions.length !== reference.length) {
    throw new UserError(
      `Attributions of ${attributions.length} and ${reference.length} elements cannot be compared; expected those of one layer, or of the input.`,
    );
  }
  checkFinite('first of two attributions', attributions);
  checkFinite('second of two attributions', reference);
}
