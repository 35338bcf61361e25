import { UserError } from '../base/index.ts';
import type { InputOptions } from './inputs.ts';
import { sourceOf, type Source } from './source.ts';

/** Options, as they are typed, that say nothing of a kind of inputs. */
const strangers: Readonly<Record<Source['kind'], Partial<Record<keyof InputOptions, string>>>> = {
  picture: { labelColumn: 'label-column', scale: 'scale' },
  array: { channels: 'channels', labelColumn: 'label-column', scale: 'scale' },
  archive: { channels: 'channels', labelColumn: 'label-column', scale: 'scale' },
  data: { channels: 'channels' },
};

const kinds: Readonly<Record<Source['kind'], string>> = {
  picture: 'a picture',
  array: 'an array',
  archive: 'an array',
  data: 'rows of a data set',
};

/** @throws UserError if an option is given that has no meaning for what `--input` names */
export function checkInputOptions(given: string, options: InputOptions): void {
  const { name, kind } = sourceOf(given);
  for (const [option, typed] of Object.entries(strangers[kind]))
    if (options[option as keyof InputOptions] !== undefined)
      throw new UserError(
        `--${typed} is given, and has no meaning for ${kinds[kind]}, which ${name} is; leave it out.`,
      );
}
