import { plainWorkspace, type Workspace } from '../../line/index.ts';
import { nodesUpTo, type Network, type TiledMatrix } from '../../network/index.ts';
import type { ResolvedTarget } from '../target/index.ts';
import { Bends } from './bends.ts';
import { bodyOf } from './body.ts';
import { Evaluation } from './evaluation.ts';
import { matricesToHold } from './matricesToHold.ts';
import type { SmoothEnd } from './smoothEnd.ts';
import { behindFrontier } from './smooth.ts';

/**
 * The smooth end of a network: the target as a function `H(z)` of the frontier `z`, the straight units that smooth
 * layers, or a smooth target, read. A network is straight up to its frontier.
 */
export class Head {
  /** The straight part of the network; its outputs are the frontier. */
  readonly body: Network;
  readonly #end: SmoothEnd;
  readonly #evaluation: Evaluation;

  constructor(network: Network, target: ResolvedTarget) {
    const isBehind = behindFrontier(network);
    const behind = nodesUpTo(network, [target.node]).filter((node) => isBehind[node]);
    const read = behind.flatMap((node) => network.nodes[node].inputs.filter((source) => !isBehind[source]));
    const frontier = behind.length === 0 ? [target.node] : [...new Set(read)].sort((a, b) => a - b);
    const places = new Map([...frontier, ...behind].map((node, place) => [node, place]));
    const placeOf = (node: number): number => places.get(node) ?? -1;
    this.body = bodyOf(network, frontier);
    this.#end = {
      target,
      sizes: frontier.map((node) => network.unitsOf(node)),
      steps: behind.map((node) => {
        const { operation, inputs } = network.nodes[node];
        return { operation, size: network.unitsOf(node), inputs: inputs.map(placeOf) };
      }),
      end: placeOf(target.node),
    };
    this.#evaluation = this.evaluation(plainWorkspace);
  }

  /** Matrices that a workspace should hold in which it is evaluated. */
  get matrices(): readonly TiledMatrix[] {
    return matricesToHold(this.#end);
  }

  /** A search for where units of the head bend. */
  bends(): Bends {
    return new Bends(this.#end);
  }

  /** What evaluates the head on arrays of a workspace. */
  evaluation(workspace: Workspace): Evaluation {
    return new Evaluation(this.#end, workspace);
  }

  /** `H(z)`. */
  value(z: Float64Array): number {
    return this.#evaluation.value(z);
  }

  /** `dH/dz`. */
  gradient(z: Float64Array): Float64Array {
    const gradient = new Float64Array(z.length);
    this.#evaluation.at(z, gradient);
    return gradient;
  }
}
