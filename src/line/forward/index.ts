/** The sweep from the input up: where the units of every layer cross. */
export type { Crossings } from './crossings.ts';
export { forecastCrossings, type Forecast } from './forecast.ts';
export { restrict, type RestrictOptions } from './restrict.ts';
export {
  checkRestriction,
  endpoints,
  endpointsAmong,
  lastNotAfter,
  nodePath,
  regionOf,
  type NodePath,
  type Restriction,
} from './restriction.ts';
export { HeldMatrices } from './heldMatrices.ts';
export { KinksAlong, type OutputKinks } from './kinksAlong.ts';
export { outputKinks, outputsAreKept, outputsAreRemembered, outputToRemember } from './outputKinks.ts';
export { magnitudesOf } from './magnitude.ts';
export { startOf } from './initialState.ts';
export type { Ends } from './startNode.ts';
export { TrackedUnits, type ValueSlope } from './trackedUnits.ts';
export { valuesAtEnds } from './valuesAtEnds.ts';
