import type { TinyModel } from './layersModels.ts';

/** A node of a tiny graph; `x` is the input, and the last node the output. */
export interface TinyNode {
  readonly op: string;
  readonly name: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** Constants by the names of their nodes. */
export type TinyConstants = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly numbers: readonly number[]; readonly dtype?: 'int32' }>
>;

const type = { type: 'DT_FLOAT' };
const encoder = new TextEncoder();

/** Attributes as JSON has those of TensorFlow: words, whole numbers, flags and lists of the first two. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | readonly (string | number)[] | { readonly f: number }>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]));
}

function written(value: unknown): unknown {
  if (typeof value === 'string') return { s: btoa(value) };
  if (typeof value === 'number') return { i: String(value) };
  if (typeof value === 'boolean') return { b: value };
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value;
  return {
    list: typeof items[0] === 'string' ? { s: items.map((item) => btoa(String(item))) } : { i: items.map(String) },
  };
}

/** A graph model of an input of a shape, its batch open. */
export function graphModel(
  input: readonly number[],
  nodes: readonly TinyNode[],
  constants: TinyConstants = {},
): TinyModel {
  const dim = (sizes: readonly number[]) => sizes.map((size) => ({ size: String(size) }));
  const placeholder = {
    op: 'Placeholder',
    name: 'x',
    attr: { dtype: type, shape: { shape: { dim: dim([-1, ...input]) } } },
  };
  const held = Object.entries(constants).map(([name, { shape, dtype }]) => ({
    op: 'Const',
    name,
    attr: {
      dtype: dtype ? { type: 'DT_INT32' } : type,
      value: { tensor: { dtype: dtype ? 'DT_INT32' : 'DT_FLOAT', tensorShape: { dim: dim(shape) } } },
    },
  }));
  const written = nodes.map((node) => ({ input: ['x'], ...node, attr: { T: type, ...node.attr } }));
  const last = nodes[nodes.length - 1].name;
  const json = {
    format: 'graph-model',
    signature: { inputs: { x: { name: 'x:0' } }, outputs: { output_0: { name: `${last}:0` } } },
    modelTopology: { node: [placeholder, ...held, ...written], library: {}, versions: {} },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: Object.entries(constants).map(([name, { shape, dtype = 'float32' }]) => ({ name, shape, dtype })),
      },
    ],
  };
  const weights = Object.values(constants).flatMap(({ numbers, dtype }) => [
    ...new Uint8Array((dtype ? Int32Array.from(numbers) : Float32Array.from(numbers)).buffer),
  ]);
  return { bytes: encoder.encode(JSON.stringify(json)), weights: Uint8Array.from(weights) };
}
