import type { Option } from './method.ts';

/** Options of all methods with a baseline. */
export const baselineOptions: readonly Option[] = ['baseline', 'averageBaselines', 'processing', 'seed'];

/** Options of all methods that integrate along a line. */
export const lineOptions: readonly Option[] = [...baselineOptions, 'rule', 'n', 'within', 'memory', 'progress'];

/** Options of all methods that explain a layer. */
export const layerOptions: readonly Option[] = ['layer', 'attributeTo'];
