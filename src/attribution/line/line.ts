import { lineGraph, suffixOf, restrict, valuesAtEnds, type Restriction } from '../../line/index.ts';
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

/**
 * Outputs whose paths are kept if only changes of the class are told by them, at most: each takes 12 bytes of every
 * crossing, the thousand of ImageNet more than all else.
 */
const mostOutputs = 64;

/** Are the paths of all outputs kept where these tell of changes of the class? */
export function outputsAreKept({ network, explained }: Ending): boolean {
  return typeof explained !== 'number' || network.outputSize <= mostOutputs;
}

/** How a line is walked along, and what is kept of it. */
interface Settings extends LineOptions {
  /** Whether paths of outputs are kept that tell of changes of the class. Default: only those that a head needs. */
  readonly classes?: boolean;
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
    readonly options: Settings = {},
  ) {}

  get delta(): Float64Array {
    return (this.#delta ??= difference(this.baseline, this.input));
  }

  get #bound(): Pick<LineOptions, 'memory'> {
    const { memory } = this.options;
    return memory === undefined ? {} : { memory };
  }

  #keepsOutputs(ending: Ending): boolean {
    return this.options.classes === true ? outputsAreKept(ending) : typeof ending.explained !== 'number';
  }

  /**
   * A straight network on this line.
   *
   * @param remember nodes whose paths are kept, beside those of the outputs
   * @throws UserError if the network is not piecewise linear
   */
  restriction(ending: Ending, remember: readonly number[] = []): Restriction {
    const { network } = ending;
    const kept = [...(this.#keepsOutputs(ending) ? [lineGraph(network).output] : []), ...remember];
    return this.#restrictions.get(network, kept.join(), () =>
      restrict(network, this, {
        remember: kept,
        progress: this.progress(network)?.forward,
        ...this.#bound,
      }),
    );
  }

  /** Tells how far an exact answer has come, if that is asked for. */
  progress(network: Network): LineProgress | undefined {
    const { progress } = this.options;
    return progress && this.#progress.get(network, '', () => lineProgress(network, this, progress));
  }

  /**
   * What follows a layer of a network, on the straight line between the layer's outputs. What reaches the output on
   * ways around the layer stays as it is at the input, as in Captum's LayerIntegratedGradients.
   *
   * @returns undefined if nothing follows the layer: if it is the output, does not reach it, or is not there
   */
  behind(ending: Ending, layer: string): Restriction | undefined {
    const { network } = ending;
    const kept = this.#keepsOutputs(ending);
    return this.#layers.get(network, `${layer} ${kept}`, () => {
      const place = lineNodeOf(network, layer);
      if (place === undefined) return undefined;
      const { graph, node } = place;
      const { atBaseline, atInput } = valuesAtEnds(graph, this);
      const rest = suffixOf(graph, node, this.input, atInput);
      const line = { baseline: atBaseline[node], input: atInput[node] };
      return rest && restrict(rest, line, { remember: kept ? [rest.output] : [], ...this.#bound });
    });
  }

  /**
   * What follows several layers of a network that move together.
   *
   * @returns undefined if its output depends on none of them
   */
  together({ network, explained }: Ending, layers: readonly string[]): LayersLine | undefined {
    const { classes = false } = this.options;
    return this.#together.get(network, layers.join(), () => {
      const path = networkOfAlpha(network, layers, this);
      const line = new Line(Float64Array.of(0), Float64Array.of(1), { ...this.#bound, classes });
      return path && { network: path, restriction: line.restriction({ network: path, explained }) };
    });
  }
}
