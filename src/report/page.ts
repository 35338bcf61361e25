import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escaped, jsonIsland } from './html.ts';
import { packMaps, type ImageMaps } from './packMaps.ts';
import { style } from './style.ts';
import { packTable, type ReportTable } from './packTable.ts';

/** What a report shows, all of it text from files. */
export interface ReportData {
  readonly title: string;
  /** How far the run is, in words. */
  readonly state: string;
  /** Items that failed, and why. */
  readonly failed: readonly { readonly item: string; readonly reason: string }[];
  /** What the folder should hold and does not. */
  readonly missing: readonly string[];
  /** SVG texts. */
  readonly figures: readonly { readonly name: string; readonly svg: string }[];
  /** Images with their maps, and of which of those that were run there are any. */
  readonly maps: readonly ImageMaps[];
  readonly mapsNote: string;
  readonly tables: readonly ReportTable[];
  readonly manifest: string;
}

/** What a browser runs: the only script that the page's policy lets through. */
const script = readFileSync(new URL('client.js', import.meta.url), 'utf8');

/** Everything a page needs is in it, and nothing that text of files could smuggle in is run. */
const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/**
 * A whole HTML document that needs no server and no other file. Nothing in the data is taken as HTML or as a script.
 * Maps and tables are packed; the page unpacks what is looked at.
 */
export function reportPage(data: ReportData): string {
  const { title, figures, maps, tables, manifest } = data;
  const sections = [
    { id: 'state', name: 'State', content: stateOf(data) },
    ...(maps.length > 0 ? [{ id: 'maps', name: 'Maps', content: mapsOf(data) }] : []),
    { id: 'figures', name: 'Figures', content: figures.map(figureOf).join('') },
    { id: 'tables', name: 'Tables', content: tables.map(tableOf).join('') },
    { id: 'manifest', name: 'Manifest', content: details('Options, files, code and machine', pre(manifest)) },
  ];
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><header><h1>${escaped(title)}</h1><nav>${sections.map(({ id, name }) => `<a href="#${id}">${name}</a>`).join(' ')}</nav>
<noscript><p>Maps and tables are shown by JavaScript, which is switched off.</p></noscript></header>
<main>${sections.map(({ id, name, content }) => `<section id="${id}"><h2>${name}</h2>${content || '<p>None.</p>'}</section>`).join('\n')}</main>
<script type="module">${script}</script></body></html>
`;
}

function stateOf({ state, failed, missing }: ReportData): string {
  const failures = failed.map(({ item, reason }) => `${item}: ${reason}`);
  return `<p>${escaped(state)}</p>${list('Failed', failures)}${list('Missing', missing)}`;
}

function list(name: string, entries: readonly string[]): string {
  const items = entries.map((entry) => `<li>${escaped(entry)}</li>`).join('');
  return entries.length === 0 ? '' : `<h3>${name} (${entries.length})</h3><ul>${items}</ul>`;
}

/** As an image, in which a browser runs no script. */
function figureOf({ name, svg }: ReportData['figures'][number]): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return `<figure><img alt="${escaped(name)}" src="${source}" loading="lazy"><figcaption>${escaped(name)}</figcaption></figure>`;
}

/** The browser of images: the page fills in what there is to choose from. */
function mapsOf({ maps, mapsNote }: ReportData): string {
  const choice = (name: string, text: string): string => `<label>${text} <select name="${name}"></select></label>`;
  const panel = (name: string, text: string): string =>
    `<figure><canvas data-panel="${name}" role="img"></canvas><figcaption>${text}</figcaption></figure>`;
  return `<p>${escaped(mapsNote)}</p>
<form class="choices">${choice('network', 'Network')}${choice('image', 'Image')}<span class="steps"><button type="button" name="previous" aria-keyshortcuts="ArrowLeft">← previous</button><button type="button" name="next" aria-keyshortcuts="ArrowRight">next →</button></span>
${choice('rule', 'Rule')}${choice('n', 'n')}<label>Order <select name="order"><option value="run">of the run</option><option value="error">largest error first</option></select></label></form>
<p id="map-words" aria-live="polite"></p>
<div class="panels">${panel('image', 'image')}${panel('exact', 'exact')}${panel('sampled', 'sampled')}${panel('difference', 'sampled − exact')}</div>
<div class="bar"><canvas data-panel="bar" width="255" height="1" role="img" aria-label="colours of the scale"></canvas><div><span>−1</span><span>0</span><span>1</span></div></div>
<p class="soft">All three maps on one scale, the share of the largest absolute exact attribution; what goes beyond has the colour of the end. The keys ← and → step through the images.</p>
${jsonIsland('maps-data', packMaps(maps))}`;
}

/** An empty table and what belongs into it: the page fills it when it is opened. */
function tableOf(table: ReportTable, index: number): string {
  const { name, rows } = table;
  const id = `table-${index}`;
  const inner = `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(name)}"><table data-rows="${id}"><thead></thead><tbody></tbody></table></div>`;
  const more = '<p class="more"><span></span> <button type="button" hidden>Show more rows</button></p>';
  const text = `${name} (${rows.length} rows)`;
  return details(text, `${inner}${more}${jsonIsland(id, packTable(table))}`, name === 'summary');
}

function details(summary: string, content: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${escaped(summary)}</summary>${content}</details>`;
}

function pre(text: string): string {
  return `<pre>${escaped(text)}</pre>`;
}
