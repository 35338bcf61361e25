import { formatShape, steppedLayer } from '../../network/index.ts';
import type { LayerFacts } from './layers.ts';

/** A line of the table of layers. */
export interface Row {
  readonly name: string;
  readonly cells: readonly (string | number)[];
}

/** A row for each layer, but one for all that a recurrent layer becomes at its steps. */
export function rowsOf(layers: readonly LayerFacts[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < layers.length;) {
    const outer = steppedLayer(layers[i].name);
    const end = outer === undefined ? i + 1 : endOf(layers, i, `${outer}/`);
    rows.push(end === i + 1 ? rowOf(layers[i]) : joined(`${outer}/...`, layers.slice(i, end)));
    i = end;
  }
  return rows;
}

function endOf(layers: readonly LayerFacts[], begin: number, prefix: string): number {
  const length = layers.slice(begin).findIndex(({ name }) => !name.startsWith(prefix));
  return length < 0 ? layers.length : begin + length;
}

function rowOf({ name, type, shape, units, parameters, exactPath, kinked = 0 }: LayerFacts): Row {
  return { name, cells: [type, formatShape(shape), units, parameters, kinked > 0 ? inWords(kinked) : exactPath] };
}

function joined(name: string, layers: readonly LayerFacts[]): Row {
  const sum = (key: 'units' | 'parameters' | 'kinked'): number => layers.reduce((sum, of) => sum + (of[key] ?? 0), 0);
  const kinked = sum('kinked');
  const paths = [
    ...(layers.some(({ exactPath }) => exactPath === 'smooth') ? ['smooth'] : []),
    ...(kinked > 0 ? [inWords(kinked)] : []),
  ];
  const path = paths.length === 0 ? 'straight' : paths.join(', ');
  return { name, cells: [`${layers.length} layers`, '', sum('units'), sum('parameters'), path] };
}

function inWords(kinked: number): string {
  return `${kinked.toLocaleString('en')} kinked`;
}
