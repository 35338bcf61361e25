import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import { linearAlong, rowsBetween, selectAlong } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Translate } from '../kerasLayer.ts';
import { checkLength, checkRank } from './sides.ts';

/**
 * Images of other sizes: as Keras, whose cells have their values in their middle, or as TensorFlow.js in models of its
 * own, where the outermost cells of both images lie on each other.
 */
export const resizing: Translate = (layer) => {
  checkRank(layer, 2);
  const { config, input } = layer;
  for (const name of ['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias'])
    if (config.flag(name, false)) throw new UserError(`its ${name} is true, which is not supported.`);
  config.ignore('fill_mode', 'fill_value');
  const sizes = [config.count('height'), config.count('width')];
  const places = sizes.map((size, axis) => {
    checkLength(layer, size);
    const from = input.shape[axis];
    const placeOf = layer.writtenByKeras
      ? (i: number) => ((i + 0.5) * from) / size - 0.5
      : (i: number) => (size > 1 ? (i * (from - 1)) / (size - 1) : 0);
    return Float64Array.from({ length: size }, (_, i) => placeOf(i));
  });
  const interpolation = config.text('interpolation', 'bilinear');
  if (interpolation === 'bilinear')
    return layer.append(
      linearAlong(
        input.shape,
        places.map((of, axis) => rowsBetween(input.shape[axis], of)),
      ),
    );
  if (interpolation !== 'nearest') throw unknownName('interpolation', interpolation, ['bilinear', 'nearest']);
  // The cell in whose reach the middle of a new one lies; between the outermost ones the nearest, the later of two.
  return layer.append(
    selectAlong(
      input.shape,
      places.map((of) => Int32Array.from(of, (place) => Math.floor(place + 0.5))),
    ),
  );
};

/** The middle of an image; with an odd number of cells too many, one more goes at the end. */
export const centerCrop: Translate = (layer) => {
  checkRank(layer, 2);
  const { config, input } = layer;
  const places = [config.count('height'), config.count('width')].map((size, axis) => {
    const over = input.shape[axis] - size;
    if (over >= 0) return Int32Array.from({ length: size }, (_, i) => Math.floor(over / 2) + i);
    throw new UserError(`its input ${formatShape(input.shape)} is smaller than what it crops, which it would enlarge.`);
  });
  return layer.append(selectAlong(input.shape, places));
};
