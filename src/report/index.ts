export { reportPage, type ReportData, type ReportTable } from './page.ts';
