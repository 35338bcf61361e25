import { checkEntries } from '../shape.ts';

/** A window along one axis of an image or volume. */
export interface Slide {
  /** Of the image or volume. */
  readonly cells: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** Cells of the output. */
  readonly outputs: number;
}

/** How often a window comes to lie along an axis: below 1 where it is larger than that with its padding. */
export function slideAlong(axis: Omit<Slide, 'outputs'>, ceil: boolean): Slide {
  const { cells, size, stride, dilation, before, after } = axis;
  const room = cells + before + after - (dilation * (size - 1) + 1);
  const outputs = (ceil ? Math.ceil : Math.floor)(room / stride) + 1;
  const isBeyond = ceil && (outputs - 1) * stride >= cells + before;
  return { ...axis, outputs: isBeyond ? outputs - 1 : outputs };
}

/** The same window along an axis whose padding is cells like all others. */
export function withPadding({ cells, before, after, ...slide }: Slide): Slide {
  return { ...slide, cells: before + cells + after, before: 0, after: 0 };
}

/**
 * Which cells of the image lie under the window at each output cell, in the window's order; padding is left out. Output
 * cell `k` covers `cells[pointers[k]] .. cells[pointers[k + 1] - 1]`, in these `places` of the window.
 */
export interface Coverage {
  readonly pointers: Int32Array;
  readonly cells: Int32Array;
  readonly places: Int32Array;
}

/**
 * The coverage of a window that slides along several axes, of which the last is the innermost.
 *
 * @param depth connections for each covered cell
 */
export function coverageOver(slides: readonly Slide[], depth: number): Coverage {
  const axes = slides.map(coveredAlong);
  checkEntries(axes.reduce((product, { cells }) => product * cells.length, depth));
  return axes.reduce((outer, inner, axis) => spanned(outer, inner, slides[axis]));
}

/** The coverage along several axes and one more, which lies within them, with what is known of that one. */
function spanned(outer: Coverage, inner: Coverage, { cells: length, size }: Slide): Coverage {
  const counts = products(countsOf(outer), countsOf(inner));
  const pointers = new Int32Array(counts.length + 1);
  for (let cell = 0; cell < counts.length; cell++) pointers[cell + 1] = pointers[cell] + counts[cell];
  const [cells, places] = [new Int32Array(pointers[counts.length]), new Int32Array(pointers[counts.length])];
  let at = 0;
  for (let r = 0; r + 1 < outer.pointers.length; r++) {
    for (let c = 0; c + 1 < inner.pointers.length; c++) {
      for (let i = outer.pointers[r]; i < outer.pointers[r + 1]; i++) {
        for (let j = inner.pointers[c]; j < inner.pointers[c + 1]; j++) {
          cells[at] = outer.cells[i] * length + inner.cells[j];
          places[at++] = outer.places[i] * size + inner.places[j];
        }
      }
    }
  }
  return { pointers, cells, places };
}

/** The output cell of each connection. */
export function ownersOf(pointers: Int32Array): Int32Array {
  const owners = new Int32Array(pointers[pointers.length - 1]);
  for (let cell = 0; cell + 1 < pointers.length; cell++) owners.fill(cell, pointers[cell], pointers[cell + 1]);
  return owners;
}

/** How many cells a window covers at each output cell, of an image. */
export function countsOver([rows, columns]: readonly [Slide, Slide]): Float64Array {
  return products(countsOf(coveredAlong(rows)), countsOf(coveredAlong(columns)));
}

/** The coverage of windows along one axis. */
function coveredAlong({ cells, size, stride, dilation, before, outputs }: Slide): Coverage {
  checkEntries(outputs * Math.min(size, cells));
  const pointers = new Int32Array(outputs + 1);
  const covered: number[] = [];
  const places: number[] = [];
  for (let output = 0; output < outputs; output++) {
    const start = output * stride - before;
    const first = Math.max(0, Math.ceil(-start / dilation));
    const end = Math.min(size, Math.ceil((cells - start) / dilation));
    for (let place = first; place < end; place++) {
      covered.push(start + place * dilation);
      places.push(place);
    }
    pointers[output + 1] = covered.length;
  }
  return { pointers, cells: Int32Array.from(covered), places: Int32Array.from(places) };
}

function countsOf({ pointers }: Coverage): Int32Array {
  return Int32Array.from({ length: pointers.length - 1 }, (_, i) => pointers[i + 1] - pointers[i]);
}

/** Products of all pairs. */
function products(a: Int32Array, b: Int32Array): Float64Array {
  const all = new Float64Array(a.length * b.length);
  for (let i = 0; i < all.length; i++) all[i] = a[Math.floor(i / b.length)] * b[i % b.length];
  return all;
}
