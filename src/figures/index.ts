export { errorFigure, type ErrorFigureData, type ErrorPoint, type ErrorSeries } from './errorFigure.ts';
export { lineFigure, type LineFigureData } from './lineFigure.ts';
export type { Image } from './png.ts';
export { restrictionFigure, type RestrictionFigureData, type UnitOnLine } from './restrictionFigure.ts';
export { stepFigure, type StepFigureData, type StepNode } from './stepFigure.ts';
