import { UserError } from '../../../../base/index.ts';
import { inOrder } from '../../inOrder.ts';
import { placeOf, type NodeEntry } from './graph.ts';
import { checkSupported } from './unsupported.ts';

/**
 * The nodes that one of them needs, in an order in which they can be computed; itself last.
 *
 * @throws UserError if there is one of them not, if operators are not read (before loops are, which some make), or if
 *   they go in a circle
 */
export function neededNodes(nodes: ReadonlyMap<string, NodeEntry>, output: string): NodeEntry[] {
  const entryOf = (name: string): NodeEntry => {
    const entry = nodes.get(name);
    if (entry !== undefined) return entry;
    throw new UserError(`no node is called '${name}', which the model refers to.`);
  };
  const taken = ({ inputs }: NodeEntry): NodeEntry[] => inputs.map(({ node }) => entryOf(node));
  const needed = new Set([entryOf(output)]);
  for (const entry of needed) for (const input of taken(entry)) needed.add(input);
  checkSupported([...nodes.values()].filter((entry) => needed.has(entry)));
  return inOrder([entryOf(output)], taken, placeOf);
}
