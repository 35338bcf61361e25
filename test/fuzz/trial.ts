import type { Files, FuzzTarget } from './target.ts';
import { UserError } from '../../src/base/index.ts';

/** What became of files that were read. */
export interface Trial {
  readonly outcome: 'read' | 'refused' | 'failed';
  /** What was thrown where it failed. */
  readonly reason: string;
  /** Units of the network that was read, or images. */
  readonly units: number;
  /** Seconds of this process on all cores, which other processes do not lengthen. */
  readonly seconds: number;
  /** By how many bytes memory grew. */
  readonly bytes: number;
}

/** Words that a message never has: what was meant is missing. */
const holes = /undefined|\[object/;

export async function tryFiles(target: FuzzTarget, files: Files): Promise<Trial> {
  const [begin, held] = [process.cpuUsage(), memory()];
  const { outcome, reason, units } = await outcomeOf(target, files);
  const { user, system } = process.cpuUsage(begin);
  return { outcome, reason, units, seconds: (user + system) / 1e6, bytes: Math.max(0, memory() - held) };
}

async function outcomeOf(target: FuzzTarget, files: Files): Promise<Pick<Trial, 'outcome' | 'reason' | 'units'>> {
  try {
    return { outcome: 'read', reason: '', units: await target.read(files) };
  } catch (error) {
    if (!(error instanceof UserError))
      return {
        outcome: 'failed',
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
        units: 0,
      };
    if (holes.test(error.message))
      return { outcome: 'failed', reason: `a message with a hole: ${error.message}`, units: 0 };
    return { outcome: 'refused', reason: error.message, units: 0 };
  }
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
