import type { LayerDefinition } from './layer.ts';
import type * as registry from './registry.ts';

export * from './registry.ts';
export { cellsBetween, cubic, hat, rowsBetween, rowsByKernel, rowsOfCells } from './interpolation.ts';
export type { LayerDefinition } from './layer.ts';
export { maximumUnder, meanUnder } from './volumePools.ts';
export type { VolumeWindow } from './volumeWindow.ts';
export { noPadding, slideOver, wholePadding, type Padding, type Window } from './window.ts';

/** Any layer of the registry. */
export type Layer = InstanceType<
  Extract<(typeof registry)[keyof typeof registry], abstract new (...parameters: never[]) => LayerDefinition>
>;
