import type { Cells } from '../../src/experiment/index.ts';
import type { Restriction } from '../../src/line/index.ts';

/** The rows of `ig_layers.csv`, without network and image, from the input on. */
export function layerCells({ graph: { nodes }, crossings }: Restriction): Cells[] {
  const counts = new Int32Array(nodes.length);
  for (const node of crossings.nodes) counts[node] += 1;
  return nodes.flatMap(({ name, size, operation }, i) =>
    operation.family === 'linear' ? [] : [{ layer: name, units: size, crossings: counts[i] }],
  );
}
