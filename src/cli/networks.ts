import { dirname } from 'node:path';
import type { CommandModule } from 'yargs';
import { findEntry, loadNetwork, networks, searchFolders, type NetworkEntry } from '../catalogue/index.ts';
import { tableToText, type Column } from '../experiment/index.ts';
import { formatShape, sizeOf, type Network, type Node } from '../network/index.ts';
import { commandInWords } from '../project/index.ts';

/** `networks [name]`: lists the networks of the catalogue, or the layers of one network. */
export function networksCommand(): CommandModule<object, { name: string | undefined }> {
  return {
    command: 'networks [name]',
    describe: 'List the networks, or the layers of one',
    builder: (command) =>
      command.positional('name', { type: 'string', describe: 'Network: its name or the path of its file' }),
    handler: async ({ name }) => {
      console.log(name === undefined ? listNetworks() : describeNetwork((await loadNetwork(name)).network));
    },
  };
}

function listNetworks(): string {
  const columns = [{ name: 'network' }, { name: 'data' }, { name: 'here' }, { name: 'file, or how to get it' }];
  return tableToText({ columns, rows: networks.map((entry) => [entry.name, entry.dataset, ...whereIs(entry)]) });
}

function whereIs(entry: NetworkEntry): [string, string] {
  const file = findEntry('networks', entry);
  if (file === undefined)
    return ['no', entry.source ? commandInWords('fetch', entry.name) : 'check the project out again'];
  const [own, fetched] = searchFolders('networks').slice(-2);
  const origins = new Map([
    [own, 'bundled'],
    [fetched, 'fetched'],
  ]);
  return [origins.get(dirname(file)) ?? 'found', file];
}

const grouped = (count: number): string => count.toLocaleString('en');

const layerColumns: readonly Column[] = [
  { name: 'layer' },
  { name: 'type' },
  { name: 'output' },
  { name: 'units', format: grouped },
  { name: 'parameters', format: grouped },
  { name: 'pieces' },
];

function describeNetwork({ inputShape, nodes }: Network): string {
  const bending = nodes.filter((node) => piecesOf(node) !== undefined);
  const parameters = sum(nodes.map(({ layer }) => numbersIn(layer)));
  return [
    tableToText({ columns: layerColumns, rows: nodes.map(rowOf) }),
    '',
    `Input ${formatShape(inputShape)}; ${grouped(nodes.length)} layers; ${grouped(sum(nodes.map(unitsOf)))} units, ` +
      `of which ${grouped(sum(bending.map(unitsOf)))} bend; ${grouped(parameters)} parameters.`,
  ].join('\n');
}

function rowOf(node: Node): (string | number | undefined)[] {
  const { name, layer, operation } = node;
  return [name, layer.type, formatShape(operation.shape), unitsOf(node), numbersIn(layer), piecesOf(node)];
}

function unitsOf({ operation }: Node): number {
  return sizeOf(operation.shape);
}

/** Linear pieces of a unit as a function of its inputs, the most that a unit of the layer has; undefined for one. */
function piecesOf({ operation }: Node): string | undefined {
  if (operation.family === 'smooth') return 'smooth';
  if (operation.family === 'elementwise') return String(operation.slopes.length);
  if (operation.family !== 'maximum') return undefined;
  const { pointers } = operation;
  return String(pointers.reduce((most, end, i) => Math.max(most, end - (pointers[i - 1] ?? 0)), 0));
}

/** Entries of all arrays of a layer: its weights, and statistics that it normalises by. */
function numbersIn(value: object): number {
  if (value instanceof Float64Array) return value.length;
  const parts: unknown[] = Object.values(value);
  return sum(parts.map((part) => (typeof part === 'object' && part !== null ? numbersIn(part) : 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
