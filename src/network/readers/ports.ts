/** An input or output of a file, as the file declares it. */
export interface Port {
  readonly name: string;
  /** Sizes of its axes, the batch among them, undefined where they are open; absent where the file does not say. */
  readonly sizes?: readonly (number | undefined)[];
  /** True of whole numbers, where the file says it. */
  readonly isWhole?: boolean;
}

/** All inputs and outputs of a file; a format without names has none. */
export interface Ports {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** `?x3x224x224` */
export function formatSizes(sizes: readonly (number | undefined)[]): string {
  return sizes.map((size) => size ?? '?').join('x') || '1';
}
