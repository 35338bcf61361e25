import type { Container } from '@svgdotjs/svg.js';
import { label } from './canvas.ts';
import { fontSize, softInk, textWidth } from './style.ts';

const titleSize = 15;
const noteSize = 12;
/** How much wider bold letters are. */
const boldness = 1.06;
/** Steps in which a width is tried. */
const step = 8;

/** Height of a line of a title. */
export const titleLine = 20;

/** The title of a figure, broken into lines of about one length that its width holds. */
export function titleLines(title: string, width: number): string[] {
  return balanced(title, width - 2 * fontSize, (text) => boldness * textWidth(text, titleSize));
}

/** The note below a title, in lines that the width holds; each of its own lines begins a new one. */
export function noteLines(note: string, width: number): string[] {
  return note === ''
    ? []
    : note.split('\n').flatMap((line) => balanced(line, width - 2 * fontSize, (text) => textWidth(text, noteSize)));
}

/** The lines of a title at the top of a figure of this width, in its middle, and under them those of a note. */
export function drawTitle(
  svg: Container,
  lines: readonly string[],
  width: number,
  notes: readonly string[] = [],
): void {
  lines.forEach((line, i) => {
    const attributes = { 'font-size': titleSize, 'font-weight': 'bold', 'text-anchor': 'middle' };
    label(svg, line, width / 2, (i + 1) * titleLine, attributes);
  });
  notes.forEach((line, i) => {
    label(svg, line, width / 2, (lines.length + i + 1) * titleLine - 1, {
      'font-size': noteSize,
      'text-anchor': 'middle',
      fill: softInk,
    });
  });
}

type WidthOf = (text: string) => number;

/** As few lines as `wrap` needs, the longest of them as short as can be, so that no last word stands alone. */
function balanced(text: string, room: number, widthOf: WidthOf): string[] {
  let lines = wrap(text, room, widthOf);
  const widest = Math.max(...lines.flatMap((line) => line.split(' ')).map(widthOf));
  for (let narrower = room - step; narrower >= widest; narrower -= step) {
    const tried = wrap(text, narrower, widthOf);
    if (tried.length > lines.length) break;
    lines = tried;
  }
  return lines;
}

/** Lines of words, each at most so wide, in letters or as measured; only words that are wider are broken. */
export function wrap(text: string, room: number, widthOf: WidthOf = (line) => line.length): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, room, widthOf))) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word, or if it is too wide pieces of it, each of as many letters as fit, at least one. */
function pieces(word: string, room: number, widthOf: WidthOf): string[] {
  const found: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter) > room) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...found, piece];
}
