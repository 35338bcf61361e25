export { readImagesCsv } from './csv.ts';
export { readImagesIdx } from './idx.ts';
export type { Images } from './images.ts';
