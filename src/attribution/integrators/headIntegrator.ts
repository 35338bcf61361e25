import { adjointPath, integrate, nodePath, type Restriction } from '../../line/index.ts';
import { sameAlpha, type Measure } from '../../quadrature/index.ts';
import { Frontier, type Head } from '../head/index.ts';
import { total, type Integrator } from './integrator.ts';
import { addTo, product } from '../numbers/index.ts';
import { gradientIntegral } from '../line/index.ts';

/**
 * Integrates a head over a restriction in float64: for each unit j of the frontier, whose gradient is constant on each
 * region, against the measure times `dH/dz_j`. A walk for each unit, whatever the number of measures.
 */
export class HeadIntegrator implements Integrator {
  readonly #restriction: Restriction;
  readonly #head: Head;

  constructor(restriction: Restriction, head: Head) {
    this.#restriction = restriction;
    this.#head = head;
  }

  attribute(measures: readonly Measure[], progress?: (alpha: number) => void): Promise<Float64Array[]> {
    const { graph, delta } = this.#restriction;
    const sums = measures.map(({ density }) => this.#spread(density, progress));
    if (measures.every(({ nodes }) => nodes.length === 0))
      return Promise.resolve(sums.map((sum) => product(sum, delta)));
    const gradients = measures.map(({ nodes }) => this.#atEach(nodes, (z) => this.#head.gradient(z)));
    for (let unit = 0; unit < graph.nodes[graph.output].size; unit++) {
      const weighted = measures.map(({ nodes, weights }, m): Measure => ({
        density: 0,
        nodes,
        weights: weights.map((w, i) => w * gradients[m][i][unit]),
      }));
      integrate(adjointPath(this.#restriction, { node: graph.output, unit }), weighted).forEach((integral, m) => {
        addTo(sums[m], 1, integral);
      });
    }
    return Promise.resolve(sums.map((sum) => product(sum, delta)));
  }

  /**
   * The head's slope along the line is the sum of the gradients times delta, so these are not needed at point masses.
   */
  totals(measures: readonly Measure[]): Promise<number[]> {
    const { delta } = this.#restriction;
    return Promise.resolve(
      measures.map(({ density, nodes, weights }) => {
        const slopes = this.#atEach(nodes, (z, of) => total(product(this.#head.gradient(z), of)));
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
      : gradientIntegral(this.#restriction, this.#head, progress).map((integral) => density * integral);
  }

  /** What is made of the frontier and its slopes at nodes; one on a breakpoint belongs to the region on its right. */
  #atEach<T>(nodes: Float64Array, make: (z: Float64Array, slopes: Float64Array) => T): T[] {
    const {
      graph: { output },
    } = this.#restriction;
    const frontier = new Frontier(nodePath(this.#restriction, output));
    return Array.from(nodes, (alpha) => {
      frontier.runTo(Math.min(1, alpha + sameAlpha));
      return make(frontier.values, frontier.slopes);
    });
  }
}
