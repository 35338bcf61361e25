export { readImagesCsv } from './csv.ts';
export { readImagesIdx } from './idx.ts';
export type { Images, LabelledImage } from './images.ts';
export { findRows, readImage, type ImageRows } from './rows.ts';
export { standardising } from './standardising.ts';
export { hasHeader, readTable, type NumberTable } from './table.ts';
