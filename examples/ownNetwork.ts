/**
 * A network built in code, with a connection around its ReLU, and its exact attributions, which a pencil confirms.
 *
 *     node --import tsx examples/ownNetwork.ts
 */
import { Add, Dense, explain, inputName, Network, ReLU } from 'exact-ig';

// F(x) = x0 + x1 + relu(x0 - x1 - 1/2). Weights are inputs x units, row by row.
const network = new Network(
  [2],
  [
    { name: 'difference', layer: new Dense(Float64Array.of(1, -1), Float64Array.of(-0.5)), inputs: [inputName] },
    { name: 'bend', layer: new ReLU(), inputs: ['difference'] },
    { name: 'sum', layer: new Dense(Float64Array.of(1, 1), Float64Array.of(0)), inputs: [inputName] },
    { name: 'output', layer: new Add(), inputs: ['sum', 'bend'] },
  ],
);

// From (0, 0) to (2, 1) the ReLU is active from alpha = 1/2 on, where 2 alpha - alpha = 1/2. So x0 has the gradient
// 1 on the first half and 2 on the second, x1 has 1 and 0: attributions 2 * 3/2 = 3 and 1 * 1/2.
const [{ attributions, line }] = await explain(network, {
  method: 'integrated_gradients',
  input: Float64Array.of(2, 1),
  baseline: Float64Array.of(0, 0),
  target: 0,
});
console.log(
  `attributions ${attributions.join(' and ')}; F at alpha = ${line?.alphas.join(', ')}: ${line?.outputs.join(', ')}`,
);
