/**
 * What a report does in the browser: sorts tables and shows maps. It is put into the page as it is. What it shows of the
 * data becomes text or pixels, never HTML.
 */

/** @typedef {{ columns: string[], rows: string[][] }} Table */
/** @typedef {import('./packMaps.ts').PackedMaps} PackedMaps */
/** @typedef {PackedMaps['images'][number]} PackedImage */
/** @typedef {PackedImage['sampled'][number]} PackedMap */

/** The rows of a table that are shown at first, and how many more with each press of its button. */
const rowsAtOnce = 500;

/**
 * The element that a selector finds, which the page has.
 * @template {Element} E
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
function find(parent, selector, type) {
  const found = parent.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The page has no '${selector}'.`);
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  return JSON.parse(text);
}

/** The data that stand in the page under an id. @param {string} id */
function dataOf(id) {
  return parsed(find(document, `#${id}`, HTMLScriptElement).text);
}

/** @param {string} base64 deflated bytes */
async function unpack(base64) {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Tables: unpacked when they are opened, sorted by the buttons of their head, a few hundred rows at a time. */
class TableView {
  /** @param {Element} details @param {Table} data */
  constructor(details, { columns, rows }) {
    this.details = details;
    this.rows = rows;
    this.shown = rowsAtOnce;
    this.head = document.createElement('tr');
    this.head.append(...columns.map((name, column) => this.headCell(name, column)));
    find(details, 'thead', HTMLTableSectionElement).append(this.head);
    this.more = find(details, '.more button', HTMLButtonElement);
    this.more.addEventListener('click', () => {
      this.shown += rowsAtOnce;
      this.show();
    });
    this.show();
  }

  /** @param {Element} details */
  static async open(details) {
    const id = find(details, 'table', HTMLTableElement).dataset.rows ?? '';
    const text = new TextDecoder().decode(await unpack(String(dataOf(id))));
    return new TableView(details, /** @type {Table} */ (parsed(text)));
  }

  /** @param {string} name @param {number} column */
  headCell(name, column) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => {
      this.sort(cell, column);
    });
    cell.append(button);
    return cell;
  }

  /** Upwards, and at a second press downwards. @param {HTMLTableCellElement} cell @param {number} column */
  sort(cell, column) {
    const down = cell.ariaSort === 'ascending';
    for (const other of this.head.cells) other.ariaSort = null;
    cell.ariaSort = down ? 'descending' : 'ascending';
    this.rows = sorted(this.rows, column, down ? -1 : 1);
    this.shown = rowsAtOnce;
    this.show();
  }

  show() {
    const shown = this.rows.slice(0, this.shown);
    find(this.details, 'tbody', HTMLTableSectionElement).replaceChildren(...shown.map(rowOf));
    this.more.hidden = shown.length === this.rows.length;
    find(this.details, '.more span', HTMLSpanElement).textContent = this.more.hidden
      ? ''
      : `The first ${shown.length} of ${this.rows.length} rows are shown.`;
  }
}

/** @param {string[]} cells */
function rowOf(cells) {
  const row = document.createElement('tr');
  for (const cell of cells) row.insertCell().textContent = cell;
  return row;
}

/** Numbers by size, other text by letters, empty cells last. @param {string[][]} rows @param {number} column @param {number} sign -1 descends */
function sorted(rows, column, sign) {
  const [full, empty] = [false, true].map((wanted) => rows.filter((row) => (row[column] === '') === wanted));
  const numbers = full.every((row) => !Number.isNaN(Number(row[column])));
  const order = numbers
    ? (/** @type {string} */ a, /** @type {string} */ b) => Number(a) - Number(b)
    : (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...full.sort((a, b) => sign * order(a[column], b[column])), ...empty];
}

/** The browser of images: what is chosen, and its pixels. */
class MapBrowser {
  /** @param {HTMLElement} section @param {PackedMaps} packed */
  constructor(section, { palette, images }) {
    this.section = section;
    this.palette = palette;
    this.images = images;
    const select = (/** @type {string} */ name) => find(section, `select[name=${name}]`, HTMLSelectElement);
    this.selects = {
      network: select('network'),
      image: select('image'),
      rule: select('rule'),
      n: select('n'),
      order: select('order'),
    };
    /** The n that was chosen last, which an image or a rule need not have. */
    this.wanted = NaN;
    setOptions(this.selects.network, unique(images.map(({ network }) => network)));
    this.listen();
    this.bar();
    this.update();
  }

  listen() {
    this.selects.n.addEventListener('change', () => {
      this.wanted = Number(this.selects.n.value);
    });
    find(this.section, 'form', HTMLFormElement).addEventListener('change', ({ target }) => {
      this.update();
      if (target === this.selects.order) this.step(-Infinity);
    });
    for (const [name, way] of /** @type {const} */ ([
      ['previous', -1],
      ['next', 1],
    ]))
      find(this.section, `button[name=${name}]`, HTMLButtonElement).addEventListener('click', () => {
        this.step(way);
      });
    document.addEventListener('keydown', (event) => {
      this.press(event);
    });
  }

  /** The arrows belong to lists and to what scrolls sideways while those have the focus. @param {KeyboardEvent} event */
  press(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const taken = event.target instanceof Element && event.target.closest('select, .scroll, pre');
    if (way === undefined || taken || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.step(way);
  }

  /** @param {number} way 1 to the next image, -1 to the one before, -Infinity to the first */
  step(way) {
    const { image } = this.selects;
    image.selectedIndex = Math.max(0, Math.min(image.options.length - 1, image.selectedIndex + way));
    this.update();
  }

  /** Fills the lists with what there is to choose from, keeping what is chosen, and shows it. */
  update() {
    const { network, image, rule, n, order } = this.selects;
    const own = this.images.filter((other) => other.network === network.value);
    setOptions(rule, unique(own.flatMap(({ sampled }) => sampled.map((map) => map.rule))));
    const listed = order.value === 'error' ? this.worstFirst(own) : own;
    setOptions(
      image,
      listed.map((other) => other.image),
      listed.map((other) => `${other.image}, label ${other.label}`),
    );
    const chosen = own.find((other) => other.image === image.value);
    if (!chosen) return;
    const map = this.mapOf(chosen);
    setOptions(
      n,
      chosen.sampled.filter((other) => other.rule === rule.value).map((other) => String(other.n)),
    );
    if (map) n.value = String(map.n);
    n.disabled = n.options.length < 2;
    void this.show(chosen, map);
  }

  /** @param {PackedImage[]} images */
  worstFirst(images) {
    const errorOf = (/** @type {PackedImage} */ image) => this.mapOf(image)?.error ?? -1;
    return [...images].sort((a, b) => errorOf(b) - errorOf(a));
  }

  /** By the chosen rule, with the chosen n if there is such a one. @param {PackedImage} image */
  mapOf({ sampled }) {
    const byRule = sampled.filter(({ rule }) => rule === this.selects.rule.value);
    return byRule.find(({ n }) => n === this.wanted) ?? byRule.at(0);
  }

  /** @param {PackedImage} image @param {PackedMap | undefined} map */
  async show(image, map) {
    this.latest = image;
    const bytes = await unpack(image.data);
    if (this.latest !== image) return;
    const { rows, columns, channels, sampled } = image;
    const places = rows * columns;
    const stepsOf = (/** @type {number} */ index) =>
      planes(bytes.subarray(places * (channels + 2 * index), places * (channels + 2 * index + 2)));
    const exact = stepsOf(0);
    const difference = map && stepsOf(1 + sampled.indexOf(map));
    this.paint('image', image, (place) => Array.from([0, 1, 2], (i) => bytes[channels === 3 ? 3 * place + i : place]));
    this.paint('exact', image, (place) => this.colour(exact[place]));
    this.paint('sampled', image, (place) => this.colour(difference ? exact[place] + difference[place] : 0));
    this.paint('difference', image, (place) => this.colour(difference ? difference[place] : 0));
    find(this.section, '#map-words', HTMLParagraphElement).textContent = this.words(image, map);
  }

  /** @param {PackedImage} image @param {PackedMap | undefined} map */
  words({ network, image, label, limit }, map) {
    const found = map
      ? `${map.rule} with n = ${map.n} has a relative error of ${Number((100 * map.error).toPrecision(3))} %`
      : `there is no map by ${this.selects.rule.value}`;
    return `${network}, image ${image}, label ${label}: ${found}. 1 on the scale is an attribution of ${Number(limit.toPrecision(3))}.`;
  }

  /** @param {number} steps of the scale; what goes beyond has the colour of its end */
  colour(steps) {
    const end = (this.palette.length / 3 - 1) / 2;
    const at = 3 * (Math.max(-end, Math.min(end, steps)) + end);
    return this.palette.slice(at, at + 3);
  }

  /** @param {string} name @param {PackedImage} image @param {(place: number) => number[]} colourOf */
  paint(name, { image, network, rows, columns }, colourOf) {
    const canvas = this.canvas(name);
    [canvas.width, canvas.height] = [columns, rows];
    canvas.ariaLabel = `${name}: image ${image} of ${network}`;
    fill(canvas, colourOf);
  }

  bar() {
    const canvas = this.canvas('bar');
    fill(canvas, (place) => this.palette.slice(3 * place, 3 * place + 3));
  }

  /** @param {string} name */
  canvas(name) {
    return find(this.section, `canvas[data-panel=${name}]`, HTMLCanvasElement);
  }
}

/** @param {HTMLCanvasElement} canvas @param {(place: number) => number[]} colourOf red, green and blue of a pixel */
function fill(canvas, colourOf) {
  const pixels = new ImageData(canvas.width, canvas.height);
  for (let place = 0; place < canvas.width * canvas.height; place++)
    pixels.data.set([...colourOf(place), 255], 4 * place);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** Numbers of two bytes: the low bytes of all, then the high ones. @param {Uint8Array} bytes */
function planes(bytes) {
  const count = bytes.length / 2;
  return Int16Array.from({ length: count }, (_, i) => bytes[i] | (bytes[count + i] << 8));
}

/** @param {string[]} values */
function unique(values) {
  return [...new Set(values)];
}

/** The chosen one stays chosen if it is still there. @param {HTMLSelectElement} select @param {string[]} values @param {string[]} texts */
function setOptions(select, values, texts = values) {
  const { value } = select;
  select.replaceChildren(...values.map((one, i) => new Option(texts[i], one)));
  if (values.includes(value)) select.value = value;
}

for (const details of document.querySelectorAll('#tables details')) {
  if (details.matches('[open]')) void TableView.open(details);
  else details.addEventListener('toggle', () => void TableView.open(details), { once: true });
}
const section = document.querySelector('#maps');
if (section instanceof HTMLElement) new MapBrowser(section, /** @type {PackedMaps} */ (dataOf('maps-data')));
