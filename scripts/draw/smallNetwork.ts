import { restrictionFigure, stepFigure } from '../../src/figures/index.ts';
import {
  adjointPath,
  endpoints,
  integrate,
  lineGraph,
  outputPath,
  outputUnit,
  restrict,
} from '../../src/line/index.ts';
import { Dense, inputName, Network, ReLU } from '../../src/network/index.ts';
import { left, pointMass } from '../../src/quadrature/index.ts';

/** A network of one input and two layers of ReLUs, small enough to see every unit. */
const network = new Network(
  [1],
  [
    {
      name: 'first',
      layer: new Dense(Float64Array.of(1, -1.2, 0.9), Float64Array.of(-0.25, 0.55, -0.7)),
      inputs: [inputName],
    },
    { name: 'firstReLU', layer: new ReLU(), inputs: ['first'] },
    {
      name: 'second',
      layer: new Dense(Float64Array.of(1.1, -0.4, 0.9, 1.2, -2.2, 0.5), Float64Array.of(-0.42, -0.2)),
      inputs: ['firstReLU'],
    },
    { name: 'secondReLU', layer: new ReLU(), inputs: ['second'] },
    { name: 'out', layer: new Dense(Float64Array.of(2, 1), Float64Array.of(0)), inputs: ['secondReLU'] },
  ],
);

/** The network cut off after a node, so that the node's units are its outputs. */
function upTo(name: string): Network {
  const last = network.nodes.findIndex((node) => node.name === name);
  return new Network(
    network.inputShape,
    network.nodes.slice(0, last + 1).map((node) => ({
      name: node.name,
      layer: node.layer,
      inputs: node.inputs.map((input) => (input < 0 ? inputName : network.nodes[input].name)),
    })),
  );
}

const [baseline, input] = [Float64Array.of(0), Float64Array.of(1)];
const restriction = restrict(network, { baseline, input });
const breakpoints = [...endpoints(restriction).slice(1, -1)];

function unitOf(node: string, unit: number, name: string): Parameters<typeof restrictionFigure>[0]['units'][number] {
  const subnetwork = upTo(node);
  const path = outputPath(
    restrict(subnetwork, { baseline, input }, { remember: [lineGraph(subnetwork).output] }),
    unit,
  );
  const end = path.alphas.length - 1;
  const last = path.values[end] + path.slopes[end] * (1 - path.alphas[end]);
  const points = [...path.alphas].map((alpha, i) => ({ alpha, value: path.values[i] }));
  const activation = network.nodes.findIndex((candidate) => candidate.name === `${node}ReLU`);
  const { alphas, nodes, units } = restriction.crossings;
  const crossings = [...alphas].filter((_, i) => nodes[i] === activation && units[i] === unit);
  return { name, points: [...points, { alpha: 1, value: last }], crossings };
}

/** Every unit of the network along the line. */
export function drawRestriction(): string {
  return restrictionFigure({
    title: 'Units along a line: values, kinks, crossings and the regions between them',
    units: [
      unitOf('first', 0, 'layer 1, unit 1'),
      unitOf('first', 1, 'layer 1, unit 2'),
      unitOf('first', 2, 'layer 1, unit 3'),
      unitOf('second', 0, 'layer 2, unit 1'),
      unitOf('second', 1, 'layer 2, unit 2'),
    ],
    breakpoints,
  });
}

/** The gradient along the line, and what the left rule with six partitions makes of it. */
export function drawRule(): string {
  const path = adjointPath(restriction, outputUnit(restriction, 0));
  const gradientAt = (alpha: number): number => integrate(path, [pointMass(alpha)])[0][0];
  const { nodes, weights } = left.measure(6);
  return stepFigure({
    title: 'The gradient is constant on each region; a rule samples it',
    breakpoints,
    gradients: [...endpoints(restriction).slice(0, -1)].map(gradientAt),
    rule: {
      name: 'left, n = 6',
      nodes: [...nodes].map((alpha, i) => ({ alpha, weight: weights[i], gradient: gradientAt(alpha) })),
    },
  });
}
