/** Columns of letters that every terminal has. */
export const usualWidth = 80;

/** Lines of whole words that fit a terminal; a longer word is a line of its own. */
export function paragraph(text: string, width = usualWidth): string {
  return linesOf(text.split(' '), width).join('\n');
}

/** Words in as few lines as the width allows, which only a longer word exceeds. */
export function linesOf(words: readonly string[], width: number): string[] {
  return words.slice(1).reduce(
    (lines, word) => {
      const longer = `${lines[lines.length - 1]} ${word}`;
      return longer.length <= width ? [...lines.slice(0, -1), longer] : [...lines, word];
    },
    [words[0]],
  );
}
