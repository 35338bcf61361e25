/** The part of TensorFlow.js layers, which this project does not install, that `makeModels.ts` uses. */
declare module '@tensorflow/tfjs-layers' {
  import type { io, Tensor } from '@tensorflow/tfjs-core';

  interface Symbolic {
    readonly shape: readonly (number | null)[];
  }
  interface Layer {
    apply(inputs: Symbolic | readonly Symbolic[]): Symbolic;
  }
  export interface Model {
    readonly inputs: readonly Symbolic[];
    readonly weights: readonly { readonly originalName: string; readonly shape: readonly number[] }[];
    setWeights(weights: readonly Tensor[]): void;
    save(handler: io.IOHandler): Promise<unknown>;
    predict(inputs: Tensor): Tensor;
  }
  export const layers: Readonly<Record<string, (config?: object) => Layer>>;
  export function input(config: object): Symbolic;
  export function sequential(config: { layers: readonly Layer[] }): Model;
  export function model(config: { inputs: Symbolic; outputs: Symbolic }): Model;
  export function loadLayersModel(handler: io.IOHandler): Promise<Model>;
}
