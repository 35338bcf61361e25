import { explain, type Explanation, type ExplainRequest } from '../../src/attribution/index.ts';
import { Dense, inputName, Network, ReLU, Tanh, type NodeDefinition } from '../../src/network/index.ts';

/** The one answer to a request. */
export async function explainOne(network: Network, request: ExplainRequest): Promise<Explanation> {
  const [explanation, ...others] = await explain(network, request);
  if (others.length > 0) throw new Error(`${others.length + 1} answers`);
  return explanation;
}

/** The attributions of the one answer. */
export async function attributionsOf(network: Network, request: ExplainRequest): Promise<Float64Array> {
  return (await explainOne(network, request)).attributions;
}

export function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

export function l1(values: ArrayLike<number>): number {
  return sum(Array.from(values, Math.abs));
}

/**
 * Two inputs that never meet: `F = sum of tanh(b_j tanh(a_j x_j))` with a = (1, 2) and b = (3/2, -1). Layers: `scaled`
 * a_j x_j, `h` its tanh, `again` b_j h_j, `t` its tanh, `out`.
 */
export function separateTanhs(): Network {
  const diagonal = (a: number, b: number): Dense => new Dense(Float64Array.of(a, 0, 0, b), Float64Array.of(0, 0));
  const layers: Omit<NodeDefinition, 'inputs'>[] = [
    { name: 'scaled', layer: diagonal(1, 2) },
    { name: 'h', layer: new Tanh() },
    { name: 'again', layer: diagonal(1.5, -1) },
    { name: 't', layer: new Tanh() },
    { name: 'out', layer: new Dense(Float64Array.of(1, 1), Float64Array.of(0)) },
  ];
  return new Network(
    [2],
    layers.map((node, i) => ({ ...node, inputs: [i === 0 ? inputName : layers[i - 1].name] })),
  );
}

/** So many units that bend behind smooth ones that where they do is not looked for. */
const many = 10_000;

/** The same function as the mean of many `relu(F + 8) - 8`, which has no exact attributions. */
export function bentTanhs(): Network {
  const all = (value: number): Float64Array => new Float64Array(many).fill(value);
  return new Network(
    [2],
    [
      ...separateTanhs().definitions,
      { name: 'up', layer: new Dense(all(1), all(8)), inputs: ['out'] },
      { name: 'relu', layer: new ReLU(), inputs: ['up'] },
      { name: 'down', layer: new Dense(all(1 / many), Float64Array.of(-8)), inputs: ['relu'] },
    ],
  );
}
