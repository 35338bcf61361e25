import { UserError } from '../../../../base/index.ts';
import type { NodeEntry } from './graph.ts';
import { operators } from './operators/index.ts';
import { ofLoops, reasons } from './reasons.ts';

const given = new Set(['Placeholder', 'Const']);
const mostNamed = 3;
const mostOutputs = 20;

const recurrentAdvice =
  'Loops are not read; convert a model of recurrent layers from Keras to a layers model (--output_format tfjs_layers_model), or give its .keras file.';

/** @throws UserError that names all operators that are not read, where they stand, and what comes before them */
export function checkSupported(nodes: readonly NodeEntry[]): void {
  const unknown = nodes.filter(({ op }) => !given.has(op) && !operators.has(op));
  if (unknown.length === 0) return;
  const kinds = [...new Set(unknown.map(({ op }) => op))];
  const before = valuesBefore(nodes, unknown);
  const advice = [
    ...(kinds.some((op) => ofLoops.test(op)) ? [recurrentAdvice] : []),
    ...(before.length === 0
      ? []
      : [`Computed before that, and may be chosen as output: ${listed(before, mostOutputs)}.`]),
    'The operators that are read stand in docs/networks.md.',
  ];
  const named = kinds.map((op) => inWords(op, unknown));
  throw new UserError([`not supported: ${named.join('; ')}.`, ...advice].join(' '));
}

function inWords(op: string, unknown: readonly NodeEntry[]): string {
  const names = namesOf(unknown.filter((entry) => entry.op === op));
  return `${op} (${listed(names, mostNamed)})${reasons.get(op) ?? ''}`;
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  return `${shown.join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}

/** What goes into nodes that are lost, of what is computed from the inputs by nodes that are not. */
function valuesBefore(nodes: readonly NodeEntry[], unknown: readonly NodeEntry[]): string[] {
  const takers = takersIn(nodes);
  const inputs = new Set(namesOf(nodes.filter(({ op }) => op === 'Placeholder')));
  const lost = reaching(takers, namesOf(unknown));
  const computed = reaching(takers, inputs);
  const taken = nodes.filter(({ name }) => lost.has(name)).flatMap((entry) => entry.inputs.map(({ node }) => node));
  return [...new Set(taken.filter((name) => computed.has(name) && !lost.has(name) && !inputs.has(name)))];
}

function namesOf(nodes: readonly NodeEntry[]): string[] {
  return nodes.map(({ name }) => name);
}

/** The nodes that take what a node gives, by its name. */
function takersIn(nodes: readonly NodeEntry[]): ReadonlyMap<string, readonly string[]> {
  const takers = new Map(nodes.map(({ name }) => [name, [] as string[]]));
  for (const { name, inputs } of nodes) for (const { node } of inputs) takers.get(node)?.push(name);
  return takers;
}

/** Some nodes, and all that are computed from them. */
function reaching(takers: ReadonlyMap<string, readonly string[]>, first: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(first);
  for (const name of reached) for (const taker of takers.get(name) ?? []) reached.add(taker);
  return reached;
}
