export { openExact, type CoresOptions, type ExactOnCores } from './openExact.ts';
