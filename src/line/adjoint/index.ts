/** The sweep from a target down: its adjoint along the line. */
export {
  adjointPath,
  checkUnit,
  layerAdjoint,
  outputUnit,
  type AdjointPath,
  type ChangesAlong,
  type Target,
} from './adjoint.ts';
export { allColumns, copied } from './slopeChanges.ts';
export { activeAmong, fewWeights } from './activeUnits.ts';
export { boundaryEdges, type BoundaryEdge } from './adjointLayout.ts';
