import type { Choices } from './choices.ts';

const hostileTokens = [
  '-1',
  '0',
  '0.5',
  '1e308',
  '1e999',
  '-1e308',
  'NaN',
  'Infinity',
  '0x10',
  '4294967297',
  '99999999999999999999',
  '',
  ' ',
  'x',
  '"',
  "'",
  ';',
  '\n',
  '\r',
  '[',
  ']',
  '[[',
  ']]',
  ',',
  '=',
  '\0',
  '\u001b[31m',
  '=1+1',
];

/** A text with a number, a word, a sign or a line of it replaced, repeated or left out. */
export function mutatedText(text: string, choices: Choices): string {
  const tokens = text.match(choices.below(4) === 0 ? /[^\n]*\n?/g : /[-+\w.]+|[^-+\w.]/g) ?? [];
  const at = choices.below(tokens.length);
  const other = choices.of(tokens);
  const replacement = choices.of([choices.of(hostileTokens), other, '', `${tokens[at]}${tokens[at]}`]);
  return [...tokens.slice(0, at), replacement, ...tokens.slice(at + 1)].join('');
}
