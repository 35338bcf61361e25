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
  readonly tables: readonly ReportTable[];
  readonly manifest: string;
}

export interface ReportTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Longer cells, as of maps, are cut: the CSV has them. */
const longestCell = 60;

/**
 * A whole HTML document that needs no server and no other file. Nothing in the data is taken as HTML or as a script.
 */
export function reportPage({ title, state, failed, missing, figures, tables, manifest }: ReportData): string {
  const sections = [
    section(
      'state',
      'State',
      `<p>${escaped(state)}</p>${list(
        'Failed',
        failed.map(({ item, reason }) => `${item}: ${reason}`),
      )}${list('Missing', missing)}`,
    ),
    section('figures', 'Figures', figures.map(figureOf).join('')),
    section('tables', 'Tables', tables.map(tableOf).join('')),
    section(
      'manifest',
      'Manifest',
      `<details><summary>Options, files, code and machine</summary><pre>${escaped(manifest)}</pre></details>`,
    ),
  ];
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<header><h1>${escaped(title)}</h1><nav><a href="#state">State</a> <a href="#figures">Figures</a> <a href="#tables">Tables</a> <a href="#manifest">Manifest</a></nav></header>
<main>${sections.join('\n')}</main><script>${script}</script></body></html>
`;
}

function section(id: string, name: string, content: string): string {
  return `<section id="${id}"><h2>${name}</h2>${content === '' ? '<p>None.</p>' : content}</section>`;
}

function list(name: string, entries: readonly string[]): string {
  return entries.length === 0
    ? ''
    : `<h3>${name}</h3><ul>${entries.map((entry) => `<li>${escaped(entry)}</li>`).join('')}</ul>`;
}

/** As an image, in which a browser runs no script. */
function figureOf({ name, svg }: ReportData['figures'][number]): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return `<figure><img alt="${escaped(name)}" src="${source}" loading="lazy"><figcaption>${escaped(name)}</figcaption></figure>`;
}

/** The header's buttons sort, in the order of numbers where both cells are numbers. */
function tableOf({ name, columns, rows }: ReportTable): string {
  const head = columns
    .map((column) => `<th scope="col"><button type="button">${escaped(column)}</button></th>`)
    .join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(shortened(cell))}</td>`).join('')}</tr>`)
    .join('\n');
  return `<details${name === 'summary' ? ' open' : ''}><summary>${escaped(name)} (${rows.length} rows)</summary><div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>`;
}

function shortened(cell: string): string {
  return cell.length > longestCell ? `${cell.slice(0, longestCell - 3)}...` : cell;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

const style = `:root{color-scheme:light dark}body{font:15px/1.5 Helvetica,Arial,sans-serif;margin:0 auto;max-width:1100px;padding:0 16px}
nav a{margin-right:12px}figure{margin:0 0 24px}img{max-width:100%;height:auto;background:#fff}.scroll{overflow:auto;max-height:70vh}
table{border-collapse:collapse;font-size:13px}td,th{padding:2px 8px;border-bottom:1px solid #8886;text-align:left;white-space:nowrap}
th{position:sticky;top:0;background:Canvas}th button{font:inherit;font-weight:bold;border:0;padding:0;background:none;color:inherit;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
summary{cursor:pointer;padding:4px 0}pre{overflow:auto}@media print{nav{display:none}.scroll{overflow:visible;max-height:none}figure{break-inside:avoid}}`;

const script = `document.querySelectorAll('th button').forEach((button) => button.addEventListener('click', () => {
  const head = button.parentElement, column = head.cellIndex, body = head.closest('table').tBodies[0];
  const down = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const text = (row) => row.cells[column].textContent;
  const order = (a, b) => a === '' || b === '' ? (a === '') - (b === '') : (isNaN(a) || isNaN(b) ? (a < b ? -1 : a > b ? 1 : 0) : a - b) * (down ? -1 : 1);
  body.append(...[...body.rows].sort((a, b) => order(text(a), text(b))));
}));`;
