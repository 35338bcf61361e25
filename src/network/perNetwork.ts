import type { Network } from './network.ts';

/** What is made of networks once, by the network and a name. */
export class PerNetwork<T> {
  readonly #made = new WeakMap<Network, Map<string, T>>();

  get(network: Network, name: string, make: () => T): T {
    const byName = this.#made.get(network) ?? new Map<string, T>();
    this.#made.set(network, byName);
    if (!byName.has(name)) byName.set(name, make());
    return byName.get(name) as T;
  }
}
