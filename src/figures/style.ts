/** The common look of all figures: sizes in CSS pixels. */
export const fontFamily = 'Helvetica, Arial, sans-serif';
export const fontSize = 13;
export const ink = '#222';
export const softInk = '#666';
export const gridColour = '#e2e2e2';

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

/** About how wide a text is: the mean letter of the wider sans-serif fonts has 0.6 of the font's size. */
export function textWidth(text: string, size: number): number {
  return 0.6 * size * text.length;
}
