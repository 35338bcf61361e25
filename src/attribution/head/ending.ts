import { UserError } from '../../base/index.ts';
import { lineGraph } from '../../line/index.ts';
import { checkNetwork, Dense, Network } from '../../network/index.ts';
import { Head } from './head.ts';
import { behindFrontier, tooManyBends } from './smooth.ts';
import { type ResolvedTarget, resolveTarget } from '../target/index.ts';
import { unitAlone } from './unitAlone.ts';

/** An output unit of a straight network, or a head behind its outputs. */
export type Explained = number | Head;

/** A straight part of a network, and what is explained of its outputs. */
export interface Ending {
  readonly network: Network;
  /** An output unit, or what the smooth end of the whole network makes of the outputs. */
  readonly explained: Explained;
}

const known = new WeakMap<ResolvedTarget, Ending>();

/**
 * The straight part of a network that leads to a target: the target is a unit of its output, or a smooth function of
 * its outputs. A combination of straight units becomes a last layer of one unit.
 *
 * @throws UserError if too many units bend behind a smooth layer
 */
export function endingWith(network: Network, target: ResolvedTarget): Ending {
  const ending = known.get(target) ?? makeEnding(network, target);
  known.set(target, ending);
  return ending;
}

/**
 * The same for an output unit.
 *
 * @throws UserError if there is no such unit, or too many units bend behind a smooth layer
 */
export function endingWithOutput(network: Network, unit: number): Ending {
  checkNetwork(network);
  return endingWith(network, resolveTarget(network, unit));
}

/**
 * @throws UserError if the outputs of a network have no exact attributions: if too many units bend behind a smooth
 *   layer, or the network only reshapes its input
 */
export function checkStraight(network: Network): void {
  lineGraph(endingWithOutput(network, 0).network);
}

function makeEnding(network: Network, target: ResolvedTarget): Ending {
  const { layer, node, unit, weights } = target;
  const bend = tooManyBends(network, node);
  if (bend !== undefined) throw new UserError(bend);
  if (weights === undefined || behindFrontier(network)[node]) {
    const alone = unitAlone(network, target);
    const head = new Head(alone.network, alone.target);
    return { network: head.body, explained: head };
  }
  const part = network.upTo(node);
  if (unit !== undefined) return { network: part, explained: unit };
  const name = `combination of ${layer}`;
  const sum = { name, layer: new Dense(weights, Float64Array.of(0)), inputs: [layer] };
  return { network: new Network(part.inputShape, [...part.definitions, sum]), explained: 0 };
}
