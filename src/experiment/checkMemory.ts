import { formatMemory, UserError, within } from '../base/index.ts';
import { bytesOf } from '../network/index.ts';
import { bytesOnLine, checkOnLine } from '../line/index.ts';
import type { Part } from './parts.ts';

/**
 * Looks whether threads have the memory for exact answers before they begin. A smooth network, which may have none, is
 * not looked at.
 *
 * @throws UserError if they have not, with what one thread takes at least
 */
export function checkMemory({ network: { name, network }, images, reading }: Part, jobs: number): void {
  if (network.nodes.some(({ operation }) => operation.family === 'smooth')) return;
  const { memory } = reading.options;
  within(
    () => name,
    () => {
      checkOnLine(network, memory ?? Infinity);
      const threads = Math.min(jobs, images.length);
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
