import { unknownName } from '../../../../names/index.ts';
import { linearAlong, rowsBetween, selectAlong } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';
import { checkLength, checkRank, type Rank } from './sides.ts';

/**
 * Each step, or each cell, repeated along its axes, or images enlarged bilinearly: as Keras, whose cells have their
 * values in their middle, or as TensorFlow.js in models of its own, where they have them at their upper left.
 */
export function upSampling(axes: Rank): Translate {
  return (layer) => {
    checkRank(layer, axes);
    const { shape } = layer.input;
    const factors = layer.config.counts('size', axes);
    factors.forEach((factor, axis) => {
      checkLength(layer, factor * shape[axis]);
    });
    const interpolation = layer.config.text('interpolation', 'nearest');
    if (interpolation === 'nearest')
      return layer.append(
        selectAlong(
          shape,
          factors.map((factor, axis) => nearest(shape[axis], factor)),
        ),
      );
    if (interpolation !== 'bilinear' || axes === 3)
      throw unknownName('interpolation', interpolation, ['nearest', 'bilinear']);
    const middle = layer.writtenByKeras ? 0.5 : 0;
    const places = (cells: number, factor: number) =>
      Float64Array.from({ length: cells * factor }, (_, i) => (i + middle) / factor - middle);
    return layer.append(
      linearAlong(
        shape,
        factors.map((factor, axis) => rowsBetween(shape[axis], places(shape[axis], factor))),
      ),
    );
  };
}

function nearest(cells: number, factor: number): Int32Array {
  return Int32Array.from({ length: cells * factor }, (_, i) => Math.floor(i / factor));
}
