import { type Numbers } from '../../base/index.ts';
import type { Shape } from '../../network/index.ts';
import type { Random } from '../numbers/index.ts';

/**
 * Where a line begins: a kind by its name, a kind with its settings, or an array in the network's own scale. Kinds
 * are declared in pixels, 0 to 255, of the image that is explained.
 */
export type Baseline = ConstantKind | 'blurred' | NoiseKind | BaselineOptions | Numbers;

/** One value for all pixels, or for all of a channel. */
export type ConstantKind = 'black' | 'white' | 'mean';

export type NoiseKind = 'uniform' | 'gaussian';

/** A kind of baseline with its settings. */
export type BaselineOptions =
  | { readonly kind: ConstantKind }
  /** `sigma` in pixels; default: 5. */
  | { readonly kind: 'blurred'; readonly sigma?: number }
  /** So many draws; default: 1. */
  | { readonly kind: 'uniform'; readonly count?: number }
  /** `deviation` in pixels' values; default: 64. */
  | { readonly kind: 'gaussian'; readonly deviation?: number; readonly count?: number }
  /** Another image, as pixels. */
  | { readonly kind: 'image'; readonly pixels: Numbers };

/** The baseline that an answer is about. */
export interface UsedBaseline {
  /** Its kind, or `given`. */
  readonly name: string;
  /** In the network's own scale. */
  readonly values: Float64Array;
  /** Of random ones: the seed, and which draw from it this is. */
  readonly seed?: number;
  readonly draw?: number;
}

/** An image to make baselines of. */
export interface Image {
  readonly pixels: Float64Array;
  readonly shape: Shape;
}

/** Makes the pixels of one baseline. */
export type Maker = (image: Image, random: Random) => Float64Array;
