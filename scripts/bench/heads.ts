import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { exactIntegratedGradients } from '../../src/attribution/index.ts';
import { Dense, Network, Softmax, type Layer } from '../../src/network/index.ts';
import { lineOf, type Line } from './lines.ts';
import { timeInTurn, type Contender, type Times } from './timing.ts';

const classes = 1000;
const seed = 2019;
/** Milliseconds that the runs of one contender may take together. */
const patience = 30_000;

/**
 * Exact integrated gradients of a logit, which comes first, and of probabilities: of the network's classes, and of a
 * thousand by random dense weights in the place of its last layer.
 */
export async function measure({
  network,
  runs,
}: {
  readonly network: string;
  readonly runs: number;
}): Promise<Times[]> {
  const line = await lineOf({ kind: 'image', network, stretch: 1 });
  const wide = widened(line);
  return timeInTurn(
    [
      contender('logit', line),
      contender(`probability of ${line.network.outputSize} classes`, withSoftmax(line)),
      contender(`logit of ${classes} classes`, wide),
      contender(`probability of ${classes} classes`, withSoftmax(wide)),
    ],
    runs,
    patience,
  );
}

function contender(name: string, { network, baseline, input, target }: Line): Contender {
  return { name, run: () => exactIntegratedGradients(network, { baseline, input, target }) };
}

function withSoftmax(line: Line): Line {
  return { ...line, network: followed(line.network, 'softmax', new Softmax()) };
}

/** With weights of variance 1 / inputs, uniform. */
function widened(line: Line): Line {
  const { network } = line;
  const source = network.nodes[network.nodes.length - 1].inputs[0];
  const inputs = network.unitsOf(source);
  const random = xoroshiro128plus(seed);
  const weights = Float64Array.from(
    { length: inputs * classes },
    () => (2 * uniformFloat64(random) - 1) * Math.sqrt(3 / inputs),
  );
  return { ...line, network: followed(network.upTo(source), 'wide', new Dense(weights, new Float64Array(classes))) };
}

function followed(network: Network, name: string, layer: Layer): Network {
  const last = network.nodes[network.nodes.length - 1].name;
  return new Network(network.inputShape, [...network.definitions, { name, layer, inputs: [last] }]);
}
