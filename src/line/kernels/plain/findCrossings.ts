import { field, numbersOf } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';
import { list } from './unitNumbers.ts';

/** Units of an activation that are beyond a threshold. */
export const findCrossings: KernelList['findCrossings'] = (state, alpha) => {
  const { width, numbers, touchedAt, progress } = state;
  let listed = 0;
  for (; progress[0] < touchedAt.length && listed === 0; progress[0]++) {
    const distance = alpha - touchedAt[progress[0]];
    for (let i = 0; i < width; i++) {
      const unit = progress[0] * width + i;
      const at = numbersOf(width, unit);
      const value = numbers[at] + numbers[at + field.slope] * distance;
      if (value > numbers[at + field.high] || value < numbers[at + field.low]) {
        list(state, listed++, unit, at, touchedAt[progress[0]], 0);
      }
    }
  }
  return listed;
};
