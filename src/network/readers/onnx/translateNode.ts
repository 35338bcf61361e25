import { within } from '../../../base/index.ts';
import { fold } from './fold.ts';
import { placeOf, type NamedNode } from './model.ts';
import { moduleOf } from './modules.ts';
import { Operator } from './operator.ts';
import { graphsWithin, ofSteps, qualified, translationOf } from './operators/index.ts';
import type { Known, Translation } from './translation.ts';

/** Adds the layers that a node becomes, and sets what its outputs stand for. @throws UserError that names the node */
export function translateNode(named: NamedNode, translation: Translation): void {
  const { node, name } = named;
  translation.nodes.module = moduleOf(node);
  within(
    () => placeOf(named),
    () => {
      const operator = new Operator(node, name, translation);
      const outputs = outputsOf(operator);
      node.output.forEach((output, i) => {
        if (output !== '' && i < outputs.length) translation.set(output, outputs[i]);
      });
    },
  );
}

function outputsOf(operator: Operator): readonly Known[] {
  const name = qualified(operator.node);
  if (Object.hasOwn(graphsWithin, name)) return graphsWithin[name](operator, translateNode);
  const { translate, takesConstants } = translationOf(operator.node);
  const stepped = ofSteps(operator);
  if (stepped !== undefined) return 'kind' in stepped ? [stepped] : stepped;
  const outputs = !takesConstants && isConstant(operator) ? fold(operator, translate) : translate(operator);
  return 'kind' in outputs ? [outputs] : outputs;
}

function isConstant({ values }: Operator): boolean {
  return values.length > 0 && values.every(({ kind }) => kind === 'constant');
}
