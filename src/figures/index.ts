export { divergingColour } from './diverging.ts';
export {
  explanationFigure,
  shortened,
  limitOf,
  type BarAnswer,
  type Course,
  type CourseCurve,
  type ExplanationFigureData,
  type MapAnswer,
  type SignedMap,
} from './explanation/index.ts';
export { costFigure, type CostFigureData, type CostPanel, type CostPoint, type CostSeries } from './costFigure.ts';
export { darkGround } from './dark.ts';
export { distributionFigure, type DistributionFigureData, type DistributionRow } from './distributionFigure.ts';
export { errorFigure, type ErrorFigureData, type ErrorPoint, type ErrorSeries } from './errorFigure.ts';
export { gapFigure, type GapFigureData, type GapPoint } from './gapFigure.ts';
export { gridOf, sumsByPlace, type Grid } from './grid.ts';
export { growthFigure, type GrowthFigureData, type GrowthPoint, type GrowthSeries } from './growthFigure.ts';
export { heatMapPage, type HeatMap, type HeatMapPageData, type UnitBars } from './heatMapPage.ts';
export { layersFigure, type LayerCrossings, type LayersFigureData } from './layersFigure.ts';
export { lineFigure, type LineFigureData } from './lineFigure.ts';
export { mapGridFigure, type MapGridData, type PlacedMap } from './mapGridFigure.ts';
export { matrixFigure, type Matrix, type MatrixFigureData } from './matrixFigure.ts';
export type { Image } from './png.ts';
export { restrictionFigure, type RestrictionFigureData, type UnitOnLine } from './restrictionFigure.ts';
export { saturationFigure, type SaturationCurve, type SaturationFigureData } from './saturationFigure.ts';
export { stepFigure, type StepFigureData, type StepNode } from './stepFigure.ts';
export { ground, ink, inOrder, ruleStyle } from './style.ts';
