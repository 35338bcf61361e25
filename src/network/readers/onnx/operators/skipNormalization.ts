import { UserError } from '../../../../base/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { add } from './arithmetic.ts';
import { made } from './made.ts';
import { layerNormalization } from './normalization.ts';
import { rmsNormalization } from './rms.ts';

/** The normalisation of a sum of inputs, which it gives on as its fourth output. */
function ofSum(normalization: Translate, scales: readonly number[], bias: number): Translate {
  return (operator) => {
    const unsupported = operator.node.output.slice(1, 3).find((name) => name !== '');
    if (unsupported !== undefined) throw new UserError(`its output '${unsupported}' is not supported.`);
    const terms = [0, 1, bias].filter((index) => operator.has(index));
    const sum = made(operator, 'sum', add, values(operator, terms));
    const epsilon = operator.attributes.float('epsilon', 1e-12);
    const given = values(
      operator,
      scales.filter((index) => operator.has(index)),
    );
    const normal = made(operator, 'normal', normalization, [sum, ...given], { axis: -1, epsilon });
    return [normal, normal, normal, sum];
  };
}

function values(operator: Operator, indices: readonly number[]) {
  return indices.map((index) => operator.value(index));
}

export const skipLayerNormalization = ofSum(layerNormalization, [2, 3], 4);
export const skipRmsNormalization = ofSum(rmsNormalization, [2], 3);
