export type { Integrals } from './alongHead.ts';
export { Line, outputsAreNeeded, outputToFollow } from './line.ts';
export { type LineOptions, lineProgress } from './lineProgress.ts';
export type { Segment } from './segment.ts';
export {
  adjointIntegral,
  adjointIntegralAlong,
  gradientAtPoints,
  gradientIntegral,
  meanAdjoints,
  outputOf,
} from './integrals.ts';
