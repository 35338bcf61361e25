export { readImagesCsv } from './csv.ts';
export { readImagesIdx } from './idx.ts';
export type { Images } from './images.ts';
export { hasHeader, readTable, type NumberTable } from './table.ts';
