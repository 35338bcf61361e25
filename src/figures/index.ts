export { costFigure, type CostFigureData, type CostPoint, type CostSeries } from './costFigure.ts';
export { errorFigure, type ErrorFigureData, type ErrorPoint, type ErrorSeries } from './errorFigure.ts';
export { heatMapPage, type HeatMap, type HeatMapPageData } from './heatMapPage.ts';
export { lineFigure, type LineFigureData } from './lineFigure.ts';
export { matrixFigure, type MatrixFigureData } from './matrixFigure.ts';
export type { Image } from './png.ts';
export { restrictionFigure, type RestrictionFigureData, type UnitOnLine } from './restrictionFigure.ts';
export { saturationFigure, type SaturationCurve, type SaturationFigureData } from './saturationFigure.ts';
export { stepFigure, type StepFigureData, type StepNode } from './stepFigure.ts';
