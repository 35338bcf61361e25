/** The common look of all figures: sizes in CSS pixels. */
export const fontFamily = 'Helvetica, Arial, sans-serif';
export const fontSize = 13;
export const ground = '#ffffff';
export const ink = '#222222';
export const softInk = '#666666';
/** Of what stands behind the matter, as other curves. */
export const paleInk = '#c0c0c0';
export const gridColour = '#e2e2e2';
/** Of areas: the second of two that take turns. */
export const shade = '#f0f2f4';
export const deepShade = '#d2d9dd';

/** How a series is told apart, by colour and, without colour, by dashes and marker. */
export interface SeriesStyle {
  readonly colour: string;
  readonly dashes: string;
  /** A path around the origin, about 8 pixels wide. */
  readonly marker: string;
}

/** Colours of Okabe and Ito (2008), told apart with every common colour vision; without yellow, too pale on white. */
const styles: readonly SeriesStyle[] = [
  { colour: '#0072B2', dashes: 'none', marker: 'M-4 0A4 4 0 0 1 4 0A4 4 0 0 1 -4 0Z' },
  { colour: '#D55E00', dashes: '7 3', marker: 'M-3.5 -3.5H3.5V3.5H-3.5Z' },
  { colour: '#009E73', dashes: '2 2.5', marker: 'M0 -4.5L4.5 3.5H-4.5Z' },
  { colour: '#CC79A7', dashes: '9 3 2 3', marker: 'M0 -5L5 0L0 5L-5 0Z' },
  { colour: '#E69F00', dashes: '12 4', marker: 'M0 4.5L4.5 -3.5H-4.5Z' },
  { colour: '#56B4E9', dashes: '4 4', marker: 'M-1.5 -4.5H1.5V-1.5H4.5V1.5H1.5V4.5H-1.5V1.5H-4.5V-1.5H-1.5Z' },
];

/** The style of series `index`. Colours repeat after six, then with other dashes and markers, up to 36 series. */
export function seriesStyle(index: number): SeriesStyle {
  const { colour } = styles[index % styles.length];
  return { ...styles[(index + Math.floor(index / styles.length)) % styles.length], colour };
}

/** The rules of the study in the order in which every figure has them, each with a style of its own. */
const rules = ['left', 'right', 'trapezoid', 'simpson', 'gauss', 'midpoint'];

/** The rules that there are, in their order, with any others behind. */
export function inOrder(names: readonly string[]): string[] {
  const place = (name: string): number => (rules.includes(name) ? rules.indexOf(name) : rules.length);
  return [...names].sort((a, b) => place(a) - place(b));
}

/** The style of a rule: the same in every figure. */
export function ruleStyle(name: string): SeriesStyle {
  return seriesStyle(Math.max(0, rules.indexOf(name)));
}

const narrow = /[ilj.,:;'|!ftrI\-()[\]/ ·]/;
const wide = /[mwMW%@]/;
const capital = /[A-Z]/;

/** About how wide a text is: the letters of Helvetica in three sorts, and a tenth more for other fonts. */
export function textWidth(text: string, size: number): number {
  const widths = Array.from(text, (letter) =>
    narrow.test(letter) ? 0.3 : wide.test(letter) ? 0.86 : capital.test(letter) ? 0.7 : 0.55,
  );
  return 1.1 * size * widths.reduce((sum, width) => sum + width, 0);
}
