export { Moments } from './moments.ts';
export { normal, type Random, randomOf } from './random.ts';
export { addTo, difference, itemsOf, joined, product } from './vectors.ts';
