import { UserError } from '../../../../base/index.ts';
import type { NodeDescription, Translate } from '../operator.ts';
import { computing } from './computing.ts';
import { fused } from './fused.ts';
import { graphsWithin } from './graphsWithin.ts';
import { learning, learningOfValues } from './learning.ts';
import { moving } from './moving.ts';

export { graphsWithin };
export { ofSteps } from './steps.ts';

/** How an operator is read. */
interface Reading {
  readonly translate: Translate;
  /**
   * Does it take constants as they are? If all inputs of another are constant, it is computed as a network would
   * compute it.
   */
  readonly takesConstants: boolean;
}

/** The registry: every operator that is read, by its qualified name. */
const operators: ReadonlyMap<string, Reading> = new Map([
  ...readings('', computing, false),
  ...readings('', moving, true),
  ...readings('ai.onnx.ml', learning, false),
  ...readings('ai.onnx.ml', learningOfValues, true),
  ...readings('com.microsoft', fused, false),
]);

function readings(
  domain: string,
  of: Readonly<Record<string, Translate>>,
  takesConstants: boolean,
): (readonly [string, Reading])[] {
  return Object.entries(of).map(([opType, translate]) => [
    qualified({ domain, opType }),
    { translate, takesConstants },
  ]);
}

/** All that are read, by their qualified names. */
export const operatorNames: readonly string[] = [...operators.keys(), ...Object.keys(graphsWithin)].sort();

/** The name of an operator, with its domain before it unless that is ONNX's own. */
export function qualified({ opType, domain = '' }: Pick<NodeDescription, 'opType' | 'domain'>): string {
  return domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
}

/** @throws UserError if there is none */
export function translationOf(node: NodeDescription): Reading {
  const operator = operators.get(qualified(node));
  if (operator === undefined)
    throw new UserError('it is not supported. The operators that are read stand in docs/networks.md.');
  return operator;
}
