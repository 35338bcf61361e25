import type { Tensor } from '@tensorflow/tfjs-core';

/** A layer on the device, batch first, float32: its value, and the way back for adjoints. */
export interface DeviceLayer {
  forward(inputs: readonly Tensor[]): Tensor;
  /** Adjoints of the inputs from the adjoint of the value that `forward` gave for them. */
  pull(adjoint: Tensor, inputs: readonly Tensor[], value: Tensor): Tensor[];
}

/** Remembers a tensor of weights until the network is disposed of, and returns it. */
export type Keep = <T extends Tensor>(weights: T) => T;
