import { UserError } from '../../../../base/index.ts';
import { listed } from '../../../../names/index.ts';
import type { Attributes } from '../attributes.ts';

const modes = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'] as const;

/** Whether a window's padding is that of its pads, none, or as much as keeps the size. */
export function autoPadOf(attributes: Attributes): (typeof modes)[number] {
  const given = attributes.text('auto_pad', 'NOTSET');
  const mode = modes.find((known) => known === given);
  if (mode !== undefined) return mode;
  throw new UserError(`its auto_pad is '${given}'; supported: ${listed(modes)}.`);
}
