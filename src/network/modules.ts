import type { Network } from './network.ts';

/** Paths of the modules that layers are part of, and of those around these, in the order of the layers. */
export function modulesOf({ nodes }: Network): string[] {
  const paths = nodes.flatMap(({ module }) => {
    const parts = module?.split('.') ?? [];
    return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
  });
  return [...new Set(paths)];
}

/** The layers of a module that others read, or the network gives: one, unless the module gives several values. */
export function endsOfModule({ nodes }: Network, path: string): number[] {
  const isWithin = (node: number): boolean => `${nodes[node].module ?? ''}.`.startsWith(`${path}.`);
  const read = new Set(nodes.flatMap(({ inputs }, node) => inputs.filter((input) => input >= 0 && !isWithin(node))));
  return [...nodes.keys()].filter((node) => isWithin(node) && (read.has(node) || node === nodes.length - 1));
}
