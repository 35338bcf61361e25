import { unknownName } from '../../../../names/index.ts';
import type { Translate } from '../operator.ts';
import { computing } from './computing.ts';
import { moving } from './moving.ts';

/** How an operator is read. */
interface Reading {
  readonly translate: Translate;
  /**
   * Does it take constants as they are? If all inputs of another are constant, it is computed as a network would
   * compute it.
   */
  readonly takesConstants: boolean;
}

/** The registry: every ONNX operator that is read. */
const operators: ReadonlyMap<string, Reading> = new Map([
  ...Object.entries(computing).map(([name, translate]): [string, Reading] => [
    name,
    { translate, takesConstants: false },
  ]),
  ...Object.entries(moving).map(([name, translate]): [string, Reading] => [name, { translate, takesConstants: true }]),
]);

/** The operator that stands for one of two graphs within it; what it takes is read where nodes are. */
export const choice = 'If';

/** All that are read. */
export const operatorNames: readonly string[] = [...operators.keys(), choice].sort();

/** @throws UserError that lists the supported operators */
export function translationOf(opType: string): Reading {
  const operator = operators.get(opType);
  if (operator === undefined) throw unknownName('operator', opType, operatorNames);
  return operator;
}
