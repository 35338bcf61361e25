import type { LoadedNetwork } from '../../catalogue/index.ts';
import { tableToText, type Column } from '../../experiment/index.ts';
import { formatShape } from '../../network/index.ts';
import { formatSizes, type Port } from '../../network/readers/index.ts';
import { paragraph, printable } from '../../base/index.ts';
import { isList, placesInWords } from '../places.ts';
import { exactPathOf, factsOf, type LayerFacts } from './layers.ts';
import { rowsOf, type Row } from './rows.ts';

/** Characters of a line that fits every terminal. */
const lineLength = 80;

/** A network as JSON has it. */
export interface Description {
  readonly network: string;
  /** As the file declares them. */
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Names of those that are explained. */
  readonly input?: string;
  readonly output?: string;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly exactPath: string;
  readonly layers: readonly LayerFacts[];
}

export function describe(loaded: LoadedNetwork): Description {
  const { file, network, ports = { inputs: [], outputs: [] }, input, output } = loaded;
  const { inputShape, outputShape, nodes } = network;
  return {
    network: file,
    ...ports,
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    inputShape,
    outputShape,
    exactPath: exactPathOf(network),
    layers: factsOf(nodes),
  };
}

const grouped = (count: number): string => count.toLocaleString('en');

const columns: readonly Column[] = [
  { name: 'layer' },
  { name: 'type' },
  { name: 'output' },
  { name: 'units', format: grouped },
  { name: 'parameters', format: grouped },
  { name: 'exact path' },
];

/** Layers in a table that fits 80 columns, and what of the network is worth knowing beside it. */
export function describeInWords({ layers, inputs, outputs, ...network }: Description): string {
  const total = (key: 'units' | 'parameters' | 'kinked'): string =>
    grouped(layers.reduce((sum, layer) => sum + (layer[key] ?? 0), 0));
  return [
    table(layers),
    '',
    paragraph(
      `${grouped(layers.length)} layers; ${total('units')} units, of which ${total('kinked')} kink; ${total('parameters')} parameters. ${network.exactPath}`,
    ),
    paragraph(
      portsInWords('Input', inputs, network.input, formatShape(network.inputShape), '--inputs holds the others'),
    ),
    paragraph(portsInWords('Output', outputs, network.output, placed(network.outputShape), '--output names another')),
  ].join('\n');
}

/** Names that leave no room for the rest of their row stand in a line of their own. */
function table(layers: readonly LayerFacts[]): string {
  const rows = rowsOf(layers);
  const width = (name: string): number =>
    Math.max(...textOf(rows.map(({ cells }) => [name, ...cells])).map((line) => line.length));
  const room = lineLength - width('-----') + '-----'.length;
  const isLong = ({ name }: Row): boolean => name.length > room;
  const [header, rule, ...lines] = textOf(rows.map((row) => [isLong(row) ? '' : row.name, ...row.cells]));
  return [
    header,
    rule,
    ...lines.flatMap((line, i) => (isLong(rows[i]) ? [printable(rows[i].name), line] : [line])),
  ].join('\n');
}

function textOf(rows: (string | number)[][]): string[] {
  return tableToText({ columns, rows }).split('\n');
}

/** `16x16x2, each CHANNEL@ROWxCOLUMN` */
function placed(shape: readonly number[]): string {
  return isList(shape) ? formatShape(shape) : `${formatShape(shape)}, each ${placesInWords(shape)}`;
}

/**
 * `Input 'x' of ?x3x32x32, here 32x32x3.` or `Outputs 'a', 'b' of ?x2. 'b' is explained, here 2; --output names
 * another.`
 */
function portsInWords(what: string, ports: readonly Port[], explained = '', here: string, option: string): string {
  const listed = ports.map(({ name, sizes }) => `'${name}'${sizes ? ` of ${formatSizes(sizes)}` : ''}`).join(', ');
  if (ports.length === 0) return `${what} ${here}.`;
  if (ports.length === 1) return `${what} ${listed}, here ${here}.`;
  return `${what}s ${listed}. '${explained}' is explained, here ${here}; ${option}.`;
}
