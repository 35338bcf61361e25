import type { Restriction } from '../../line/index.ts';
import { sameAlpha, type Measure } from '../../quadrature/index.ts';
import { Frontier, type Head } from '../head/index.ts';
import { total, type Integrator } from './integrator.ts';
import { addTo, product } from '../numbers/index.ts';
import { gradientAtPoints, gradientIntegral } from '../line/index.ts';

/**
 * Integrates a head over a restriction in float64, by cumulative adjoints: a walk along the line for each measure,
 * whatever the number of frontier units.
 */
export class HeadIntegrator implements Integrator {
  readonly #restriction: Restriction;
  readonly #head: Head;

  constructor(restriction: Restriction, head: Head) {
    this.#restriction = restriction;
    this.#head = head;
  }

  attribute(measures: readonly Measure[], progress?: (alpha: number) => void): Promise<Float64Array[]> {
    const { delta } = this.#restriction;
    return Promise.resolve(
      measures.map((measure) => {
        const sum = this.#spread(measure.density, progress);
        if (measure.nodes.length > 0) addTo(sum, 1, gradientAtPoints(this.#restriction, this.#head, measure));
        return product(sum, delta);
      }),
    );
  }

  /**
   * The head's slope along the line is the sum of the gradients times delta, so these are not needed at point masses.
   */
  totals(measures: readonly Measure[]): Promise<number[]> {
    const { delta } = this.#restriction;
    return Promise.resolve(
      measures.map(({ density, nodes, weights }) => {
        const slopes = this.#slopesAt(nodes);
        return (
          total(product(this.#spread(density), delta)) + slopes.reduce((sum, slope, i) => sum + weights[i] * slope, 0)
        );
      }),
    );
  }

  #spread(density: Measure['density'], progress?: (alpha: number) => void): Float64Array {
    if (typeof density !== 'number') throw new Error('a head is integrated against an even density and point masses');
    const {
      graph: { inputSize },
    } = this.#restriction;
    return density === 0
      ? new Float64Array(inputSize)
      : gradientIntegral(this.#restriction, this.#head, progress).integrals.map((integral) => density * integral);
  }

  /** The head's slope at nodes; one on a breakpoint belongs to the region on its right. */
  #slopesAt(nodes: Float64Array): number[] {
    const frontier = new Frontier(this.#restriction);
    return Array.from(nodes, (alpha) => {
      frontier.runTo(Math.min(1, alpha + sameAlpha));
      return total(product(this.#head.gradient(frontier.values), frontier.slopes));
    });
  }
}
