import { nodesUpTo } from '../../network/index.ts';
import { tooManyBends, insideHead } from '../head/index.ts';
import type { Method, Question } from '../methods/index.ts';

/** Why a question has no exact answer though the method gives some, in a sentence; undefined if it has one. */
export function obstacleTo(method: Method, question: Question): string | undefined {
  if (!('integrand' in method)) return undefined;
  if (isNoisy(question)) return "Gradient SHAP with noise (deviation) has no exact form; choose rule 'random'.";
  const { network, target, neuron, layer, layers } = question;
  const { attributes, neuron: role } = method;
  const bend = tooManyBends(network, target.node);
  if (bend !== undefined) return bend;
  if (attributes === 'input' && role !== 'between') return undefined;
  const needed = nodesUpTo(network, [target.node]);
  for (const { node } of layers) {
    const sentence = needed.includes(node) ? insideHead(network, node) : undefined;
    if (sentence !== undefined) return sentence;
  }
  if (neuron.weights === undefined && role === 'between') {
    return `A function of the units of layer '${layer.name}' has no exact conductance. Only sampled methods apply to it.`;
  }
  return undefined;
}

/** Is the input explained with noise on it? */
export function isNoisy({ options: { deviation = 0 } }: Question): boolean {
  return deviation !== 0;
}
