export type { ImageMaps, RuleMap } from './packMaps.ts';
export type { ReportTable } from './packTable.ts';
export { reportPage, type ReportData } from './page.ts';
