export { readImagesCsv } from './csv.ts';
export { readImagesIdx } from './idx.ts';
export { checkImagesFit, type Images } from './images.ts';
