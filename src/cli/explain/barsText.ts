import { tableToText } from '../../experiment/index.ts';
import { digits } from './words.ts';

/** So many of the longest bars are printed, and so long is the longest. */
const mostBars = 12;
const longest = 24;

/** Attributions with names as a table, the largest absolute ones first, each with a bar. */
export function barsText(names: readonly string[], attributions: Float64Array): string {
  const order = [...attributions.keys()].sort((a, b) => Math.abs(attributions[b]) - Math.abs(attributions[a]) || a - b);
  const most = Math.abs(attributions[order[0]]) || 1;
  const bar = (value: number): string => (value < 0 ? '-' : '+').repeat(Math.round((longest * Math.abs(value)) / most));
  const rows = order.slice(0, mostBars).map((i) => [names[i].slice(0, 36), attributions[i], bar(attributions[i])]);
  const table = tableToText({ columns: [{ name: 'of' }, { name: 'attribution', format: digits }, { name: '' }], rows });
  return order.length > mostBars ? `${table}\n... and ${order.length - mostBars} smaller ones` : table;
}
