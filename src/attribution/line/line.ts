import { lineGraph, outputToRemember, suffixOf, restrict, valuesAtEnds, type Restriction } from '../../line/index.ts';
import { type Network, PerNetwork } from '../../network/index.ts';
import type { Ending } from '../head/index.ts';
import { lineNodeOf } from '../target/index.ts';
import { lineProgress, type LineOptions, type LineProgress } from './lineProgress.ts';
import { networkOfAlpha } from './layersTogether.ts';
import { type Segment } from './segment.ts';
import { difference } from '../numbers/index.ts';

/** Several layers that run straight between their outputs at both ends together, and what follows them. */
export interface LayersLine {
  /** A network of alpha: see `networkOfAlpha`. */
  readonly network: Network;
  readonly restriction: Restriction;
}

/** Outputs among which to follow the explained one costs less than a sweep of adjoints, at most. */
const fewOutputs = 64;

/** How much of the work the forward sweep is, about, where a head is integrated along the line. */
const forwardBeforeHead = 1 / 8;

/** Are the paths of the outputs needed? A head is a function of them. */
export function outputsAreNeeded({ explained }: Ending): boolean {
  return typeof explained !== 'number';
}

/** The output node, for what finds no adjoint of the target by the input, from which its path would follow. */
export function outputToFollow({ network }: Ending): number[] {
  return network.outputSize <= fewOutputs ? [lineGraph(network).output] : [];
}

/** The straight line from a baseline to an input. What is found of networks on it is kept, for several targets. */
export class Line implements Segment {
  #delta: Float64Array | undefined;
  readonly #restrictions = new PerNetwork<Restriction>();
  readonly #progress = new PerNetwork<LineProgress>();
  readonly #layers = new PerNetwork<Restriction | undefined>();
  readonly #together = new PerNetwork<LayersLine | undefined>();

  constructor(
    readonly baseline: Float64Array,
    readonly input: Float64Array,
    readonly options: LineOptions = {},
  ) {}

  get delta(): Float64Array {
    return (this.#delta ??= difference(this.baseline, this.input));
  }

  get #bound(): Pick<LineOptions, 'memory'> {
    const { memory } = this.options;
    return memory === undefined ? {} : { memory };
  }

  /**
   * A straight network on this line.
   *
   * @param remember nodes whose paths are needed, beside those of the outputs of which a head is a function
   * @throws UserError if the network is not piecewise linear
   */
  restriction(ending: Ending, remember: readonly number[] = []): Restriction {
    const { network } = ending;
    const kept = [...(outputsAreNeeded(ending) ? [outputToRemember(lineGraph(network))] : []), ...remember];
    return this.#restrictions.get(network, kept.join(), () =>
      restrict(network, this, {
        remember: kept,
        progress: this.progress(ending)?.forward,
        ...this.#bound,
      }),
    );
  }

  /** Tells how far an exact answer has come, if that is asked for. */
  progress(ending: Ending): LineProgress | undefined {
    const { progress } = this.options;
    const { network } = ending;
    const forward = outputsAreNeeded(ending) ? forwardBeforeHead : 1 / 2;
    return progress && this.#progress.get(network, `${forward}`, () => lineProgress(network, this, progress, forward));
  }

  /**
   * What follows a layer of a network, on the straight line between the layer's outputs. What reaches the output on
   * ways around the layer stays as it is at the input, as in Captum's LayerIntegratedGradients.
   *
   * @returns undefined if nothing follows the layer: if it is the output, does not reach it, or is not there
   */
  behind(ending: Ending, layer: string): Restriction | undefined {
    const { network } = ending;
    const kept = outputsAreNeeded(ending);
    return this.#layers.get(network, `${layer} ${kept}`, () => {
      const place = lineNodeOf(network, layer);
      if (place === undefined) return undefined;
      const { graph, node } = place;
      const { atBaseline, atInput } = valuesAtEnds(graph, this);
      const rest = suffixOf(graph, node, this.input, atInput);
      const line = { baseline: atBaseline[node], input: atInput[node] };
      return rest && restrict(rest, line, { remember: kept ? [outputToRemember(rest)] : [], ...this.#bound });
    });
  }

  /**
   * What follows several layers of a network that move together.
   *
   * @returns undefined if its output depends on none of them
   */
  together({ network, explained }: Ending, layers: readonly string[]): LayersLine | undefined {
    return this.#together.get(network, layers.join(), () => {
      const path = networkOfAlpha(network, layers, this);
      const line = new Line(Float64Array.of(0), Float64Array.of(1), this.#bound);
      if (path === undefined) return undefined;
      const ending = { network: path, explained };
      return { network: path, restriction: line.restriction(ending, outputToFollow(ending)) };
    });
  }
}
