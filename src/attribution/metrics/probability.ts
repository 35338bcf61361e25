import { checkFunction, checkInteger, numbersGiven } from '../../base/index.ts';
import type { Evaluate } from './scores.ts';

/**
 * The probability of one output, for scores: the softmax of a network's outputs, which are taken for logits.
 *
 * @param evaluate from points one after the other to their outputs, `outputs` numbers for each
 * @param target index of the output
 * @throws UserError unless the target is one of the outputs
 */
export function softmaxProbability(evaluate: Evaluate, outputs: number, target: number): Evaluate {
  checkFunction('evaluation', evaluate);
  checkInteger('The number of outputs', outputs, 1);
  checkInteger('The target', target, 0, outputs - 1);
  return async (points) => {
    const logits = numbersGiven('answer of the evaluation', await evaluate(points));
    return Float64Array.from({ length: logits.length / outputs }, (_, point) =>
      softmaxAt(logits.subarray(point * outputs, (point + 1) * outputs), target),
    );
  };
}

/** Written as differences of logits, so that large ones do not overflow to NaN. */
function softmaxAt(logits: Float64Array, target: number): number {
  return 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - logits[target]), 0);
}
