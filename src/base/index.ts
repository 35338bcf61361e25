/** What every floor stands on: errors for the user, and numbers and texts as they come from outside. */
export { checkInteger, isWhole, wholeIn } from './checkInteger.ts';
export { counted, imagesShown } from './counted.ts';
export { attempt, UserError, within } from './errors.ts';
export { float16, float16Bits } from './float16.ts';
export {
  checkBytes,
  checkFunction,
  checkList,
  checkMap,
  checkNumber,
  checkOptions,
  checkRecord,
  checkText,
  checkVector,
  numbersGiven,
} from './given.ts';
export { isObject, isRecord } from './isRecord.ts';
export { checkMemory, formatMemory, parseMemory } from './memory.ts';
export { asFloat64, isPositive, type Numbers } from './numbers.ts';
export { linesOf, paragraph, usualWidth } from './paragraph.ts';
export { printable } from './printable.ts';
export { shown } from './shown.ts';
