export { openExact, type ExactOnCores } from './openExact.ts';
