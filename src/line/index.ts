export { adjointPath, type AdjointPath } from './adjoint.ts';
export type { Crossings } from './crossings.ts';
export { lineGraph } from './graph.ts';
export { integrate } from './integrate.ts';
export { restrict } from './restrict.ts';
export { endpoints, outputAt, outputPath, regionOf, type OutputPath, type Restriction } from './restriction.ts';
