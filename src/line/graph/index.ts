/** A piecewise-linear network as a line sees it. */
export {
  lineGraph,
  lineNode,
  matricesBothWays,
  matricesOf,
  stageAt,
  theLine,
  withLine,
  type LineGraph,
  type LineNode,
  type Stage,
} from './graph.ts';
export { bytesOfAnswer, bytesOnLine, checkOnLine, roomOnLine } from './bytes.ts';
export { kernelsFor } from './kernelsFor.ts';
export { maximaOver } from './maxima.ts';
export { pieceBeyond, piecesOf, restingPiece, slopeOf, thresholdAt, type Pieces } from './pieces.ts';
export { checkLine, deltaOf, pointAt, type StraightLine } from './point.ts';
export { suffixOf, type Values } from './suffix.ts';
