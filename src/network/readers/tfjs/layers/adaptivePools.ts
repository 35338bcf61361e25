import { linearAlong, MaximumOf, type Layer } from '../../../layers/index.ts';
import { sizeOf, type Shape } from '../../../shape.ts';
import type { Translate } from '../kerasLayer.ts';
import { checkRank, type Rank } from './sides.ts';

/** The first place, and the one behind the last, that each of so many windows takes of an axis. */
function windows(size: number, outputs: number): (readonly [first: number, end: number])[] {
  return Array.from({ length: outputs }, (_, i) => [
    Math.floor((i * size) / outputs),
    Math.ceil(((i + 1) * size) / outputs),
  ]);
}

/** Along one axis after the other, windows of as equal sizes as can be. */
function adaptivePooling(create: (shape: Shape, axis: number, outputs: number) => Layer, axes: Rank): Translate {
  return (layer) => {
    checkRank(layer, axes);
    const outputs = layer.config.counts('output_size', axes);
    return outputs.reduce(
      (value, count, axis) =>
        layer.append(create(value.shape, axis, count), [value], axis === axes - 1 ? '' : `/${axis}`),
      layer.input,
    );
  };
}

function means(shape: Shape, axis: number, outputs: number): Layer {
  const rows = windows(shape[axis], outputs).map(([first, end]) =>
    new Float64Array(shape[axis]).fill(1 / (end - first), first, end),
  );
  return linearAlong(
    shape,
    shape.map((_, other) => (other === axis ? rows : undefined)),
  );
}

function maxima(shape: Shape, axis: number, outputs: number): Layer {
  const [before, behind] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const pointers = [0];
  const candidates: number[] = [];
  for (let i = 0; i < before; i++)
    for (const [first, end] of windows(shape[axis], outputs))
      for (let k = 0; k < behind; k++) {
        for (let place = first; place < end; place++) candidates.push((i * shape[axis] + place) * behind + k);
        pointers.push(candidates.length);
      }
  const taken = shape.map((size, other) => (other === axis ? outputs : size));
  return new MaximumOf(taken, Int32Array.from(pointers), Int32Array.from(candidates));
}

export const adaptiveAverage = (axes: Rank): Translate => adaptivePooling(means, axes);
export const adaptiveMaximum = (axes: Rank): Translate => adaptivePooling(maxima, axes);
