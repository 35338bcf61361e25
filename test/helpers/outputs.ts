import { adjointPath, outputUnit, type AdjointPath, type Restriction } from '../../src/line/index.ts';

/** The adjoint path of an output unit. */
export function pathTo(restriction: Restriction, unit: number): AdjointPath {
  return adjointPath(restriction, outputUnit(restriction, unit));
}
