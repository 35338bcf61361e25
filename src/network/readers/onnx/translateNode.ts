import { UserError, within } from '../../../base/index.ts';
import { decodeConstant } from './constant.ts';
import { fold } from './fold.ts';
import { namedNodes, placeOf, type NamedNode } from './model.ts';
import { moduleOf } from './modules.ts';
import { Operator } from './operator.ts';
import { choice, ofSteps, qualified, translationOf } from './operators/index.ts';
import type { Translation } from './translation.ts';
import type { Value } from './value.ts';

/** Adds the layers that a node becomes, and sets what its outputs stand for. @throws UserError that names the node */
export function translateNode(named: NamedNode, translation: Translation): void {
  const { node, name } = named;
  translation.nodes.module = moduleOf(node);
  within(
    () => placeOf(named),
    () => {
      const operator = new Operator(node, name, translation);
      const outputs = qualified(node) === choice ? chosenBranch(operator) : outputsOf(operator);
      node.output.forEach((output, i) => {
        if (output !== '' && i < outputs.length) translation.set(output, outputs[i]);
      });
    },
  );
}

function outputsOf(operator: Operator): readonly Value[] {
  const { translate, takesConstants } = translationOf(operator.node);
  const stepped = ofSteps(operator);
  if (stepped !== undefined) return 'kind' in stepped ? [stepped] : stepped;
  const outputs = !takesConstants && isConstant(operator) ? fold(operator, translate) : translate(operator);
  return 'kind' in outputs ? [outputs] : outputs;
}

function isConstant({ values }: Operator): boolean {
  return values.length > 0 && values.every(({ kind }) => kind === 'constant');
}

/** By a constant condition one of two graphs, whose nodes stand in the graph around; the other one is not looked at. */
function chosenBranch(operator: Operator): readonly Value[] {
  const condition = operator.value(0);
  if (condition.kind === 'tensor')
    throw new UserError('it chooses what to compute by what is computed; export the model without it.');
  const branch = condition.data[0] === 0 ? 'else_branch' : 'then_branch';
  const graph = operator.attributes.get(branch)?.g;
  if (graph === undefined) throw new UserError(`it has no ${branch}.`);
  const { translation } = operator;
  for (const tensor of graph.initializer)
    translation.set(tensor.name, decodeConstant(tensor, translation.model.external));
  for (const { node, name } of namedNodes(graph.node))
    translateNode({ node, name: `${operator.name}/${name}` }, translation);
  return graph.output.map(({ name }) => translation.get(name));
}
