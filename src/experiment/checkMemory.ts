import { formatMemory, UserError, within } from '../base/index.ts';
import type { LoadedNetwork } from '../catalogue/index.ts';
import { bytesOf } from '../network/index.ts';
import { bytesOnLine, checkOnLine } from '../line/index.ts';

/**
 * Looks whether threads have the memory for exact answers before they begin. A smooth network, which may have none, is
 * not looked at.
 *
 * @param memory that each thread may take
 * @throws UserError if they have not, with what one thread takes at least
 */
export function checkMemory({ name, network }: LoadedNetwork, memory: number | undefined, threads: number): void {
  if (network.nodes.some(({ operation }) => operation.family === 'smooth')) return;
  within(
    () => name,
    () => {
      checkOnLine(network, memory ?? Infinity);
      const [least, free] = [bytesOnLine(network), process.availableMemory() + bytesOf(network)];
      if (threads * least <= free) return;
      const most = Math.floor(free / least);
      throw new UserError(
        `an exact answer takes at least ${formatMemory(least)} in each of ${threads} threads, and this machine has ` +
          `${formatMemory(free)}; ${most > 0 ? `take fewer threads (--jobs ${most}), or` : 'take'} a machine that has more.`,
      );
    },
  );
}
