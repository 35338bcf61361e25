/** An image of raw pixels, 0 to 255, in row, column, channel order, and what it shows. */
export interface LabelledImage {
  readonly label: number;
  readonly pixels: Float64Array;
}

/** Labelled images as raw pixels, 0 to 255, in row, column, channel order. */
export interface Images {
  readonly count: number;
  readonly pixelsPerImage: number;
  readonly labels: Int32Array;
  /** One array for each image. */
  readonly pixels: readonly Float64Array[];
}
