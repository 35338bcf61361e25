import { adjointPath, integrate, type Restriction } from '../../line/index.ts';
import { type Network, sizeOf } from '../../network/index.ts';
import { stepMeasure } from '../../quadrature/index.ts';
import { type Ending, endingWith, type Shortfall } from '../head/index.ts';
import {
  adjointIntegral,
  adjointIntegralAlong,
  gradientIntegral,
  type Integrals,
  type Line,
  meanAdjoints,
  outputToFollow,
} from '../line/index.ts';
import { addTo, difference, joined, product } from '../numbers/index.ts';
import { type Layer, lineNodeOf, withOwnUnits } from '../target/index.ts';
import type { Conductance, GradientThrough, Integrand, MeanGradient } from './integrand.ts';

/** An integral over the regions of a line. */
export interface ExactIntegral {
  readonly attributions: Float64Array;
  /** What integrals of a head's gradient leave open; absent of piecewise-linear networks. */
  readonly shortfall?: Shortfall;
  /** What was integrated over; absent if the target does not depend on the layers that go straight. */
  readonly restriction?: Restriction;
}

/**
 * The exact integral, float64: on each linear region the gradient is constant (Sotoudeh & Thakur 2019, section 4), or
 * a smooth function of alpha where the network ends in smooth layers. Cost: one sweep each way.
 *
 * @throws UserError if the target has no exact integral, or the line's memory does not suffice
 */
export function integrateOverRegions(network: Network, line: Line, integrand: Integrand): ExactIntegral {
  const ending = endingApart(network, integrand);
  switch (integrand.kind) {
    case 'conductance':
      return conductance(ending, line, integrand);
    case 'gradient through':
      return scaled(gradientThrough(ending, line, integrand), integrand.timesChange, () => line.delta);
    case 'mean gradient': {
      const found =
        integrand.straight === 'input' ? alongInput(ending, line, integrand) : alongLayers(ending, line, integrand);
      return scaled(found, integrand.timesChange, () => changeOf(network, line, integrand.by));
    }
  }
}

/** The straight part of a network, in which the integrand's layers have units of their own. */
function endingApart(network: Network, integrand: Integrand): Ending {
  const { network: straight, explained } = endingWith(network, integrand.target);
  const layers = integrand.kind === 'mean gradient' ? integrand.by : [integrand.layer];
  return {
    network: withOwnUnits(
      straight,
      layers.map(({ name }) => name),
    ),
    explained,
  };
}

function scaled(found: ExactIntegral, timesChange: boolean, change: () => Float64Array): ExactIntegral {
  return timesChange ? { ...found, attributions: product(found.attributions, change()) } : found;
}

/** What the units of layers change along a line. */
function changeOf(network: Network, line: Line, layers: readonly Layer[]): Float64Array {
  if (layers.every(({ node }) => node < 0)) return line.delta;
  const [atBaseline, atInput] = [line.baseline, line.input].map((point) => {
    const values = network.evaluateAll(point);
    return joined(layers.map(({ node }) => (node < 0 ? point : values[node])));
  });
  return difference(atBaseline, atInput);
}

function alongInput(ending: Ending, line: Line, { by }: MeanGradient): ExactIntegral {
  const restriction = line.restriction(ending, by.some(({ node }) => node < 0) ? [] : outputToFollow(ending));
  const told = line.progress(ending)?.adjoint;
  const each = by.map((layer) =>
    layer.node < 0
      ? gradientIntegral(restriction, ending.explained, told)
      : meanAdjoint(restriction, ending, layer, told),
  );
  return { ...together(each), restriction };
}

/** A layer alone is the line of what follows it; several, or the output, move in a network of alpha. */
function alongLayers(ending: Ending, line: Line, { by }: MeanGradient): ExactIntegral {
  const { explained } = ending;
  const alone = by.length === 1 ? line.behind(ending, by[0].name) : undefined;
  if (alone !== undefined) return { ...together([gradientIntegral(alone, explained)]), restriction: alone };
  const layers = line.together(
    ending,
    by.map(({ name }) => name),
  );
  if (layers === undefined) return { attributions: joined(by.map(zeros)) };
  const { restriction, network } = layers;
  return { ...together(by.map((layer) => meanAdjoint(restriction, { network, explained }, layer))), restriction };
}

/** Integrals by several layers, which leave the same open: those of one head's gradient. */
function together(each: readonly Integrals[]): Pick<ExactIntegral, 'attributions' | 'shortfall'> {
  const shortfall = each.find((one) => one.shortfall !== undefined)?.shortfall;
  return { attributions: joined(each.map(({ integrals }) => integrals)), ...(shortfall && { shortfall }) };
}

/** The integral of a target's adjoint at a layer; 0 at a layer that it does not depend on. */
function meanAdjoint(
  restriction: Restriction,
  { network, explained }: Ending,
  layer: Layer,
  told?: (alpha: number) => void,
): Integrals {
  const place = lineNodeOf(network, layer.name);
  return place === undefined ? { integrals: zeros(layer) } : adjointIntegral(restriction, explained, place.node, told);
}

function conductance(ending: Ending, line: Line, { layer }: Conductance): ExactIntegral {
  const place = lineNodeOf(ending.network, layer.name);
  if (place === undefined) return { attributions: zeros(layer), restriction: line.restriction(ending) };
  const restriction = line.restriction(ending, [place.node, ...outputToFollow(ending)]);
  const told = line.progress(ending)?.adjoint;
  return { ...together([adjointIntegralAlong(restriction, ending.explained, place.node, told)]), restriction };
}

/** Each unit's gradient against the measure whose density is the unit's adjoint. */
function gradientThrough(ending: Ending, line: Line, { layer, neuron }: GradientThrough): ExactIntegral {
  const restriction = line.restriction(ending, outputToFollow(ending));
  const attributions = new Float64Array(line.delta.length);
  const place = lineNodeOf(ending.network, layer.name);
  if (place === undefined) return { attributions, restriction };
  const weights = neuron.weights ?? new Float64Array();
  const units = [...weights.keys()].filter((unit) => weights[unit] !== 0);
  const { curves, shortfall } = meanAdjoints(
    restriction,
    ending.explained,
    place.node,
    units,
    line.progress(ending)?.adjoint,
  );
  curves.forEach((adjoint, i) => {
    const path = adjointPath(restriction, { node: place.node, unit: units[i] });
    const [gradient] = integrate(path, [stepMeasure(adjoint)]);
    addTo(attributions, weights[units[i]], gradient);
  });
  return { attributions, restriction, ...(shortfall && { shortfall }) };
}

function zeros({ shape }: Layer): Float64Array {
  return new Float64Array(sizeOf(shape));
}
