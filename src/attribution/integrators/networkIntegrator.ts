import type { NetworkGradients } from '../../tensorflow/index.ts';
import { checkFinite } from '../../network/index.ts';
import type { Measure } from '../../quadrature/index.ts';
import { total, type Integrator } from './integrator.ts';
import { difference, product } from '../numbers/index.ts';

/** Integrates by evaluating the network's gradient at the nodes of the measures, in float32; any network will do. */
export class NetworkIntegrator implements Integrator {
  readonly #gradients: NetworkGradients;
  readonly #line: { readonly baseline: Float64Array; readonly delta: Float64Array };
  readonly #target: number;

  /** @param target index of the output unit */
  constructor(gradients: NetworkGradients, baseline: Float64Array, input: Float64Array, target: number) {
    this.#gradients = gradients;
    this.#line = { baseline, delta: difference(baseline, input) };
    this.#target = target;
  }

  /** @throws UserError if an attribution is not finite */
  async attribute(measures: readonly Measure[]): Promise<Float64Array[]> {
    const gradients = await this.#gradients.integrate(this.#line, this.#target, measures);
    return gradients.map((gradient) => {
      const attributions = product(gradient, this.#line.delta);
      checkFinite('sampled attribution, in float32,', attributions);
      return attributions;
    });
  }

  async totals(measures: readonly Measure[]): Promise<number[]> {
    return (await this.attribute(measures)).map(total);
  }
}
