import type { Files, FuzzTarget } from './target.ts';
import { UserError } from '../../src/errors.ts';

/** What became of files that were read. */
export interface Trial {
  readonly outcome: 'read' | 'refused' | 'failed';
  /** What was thrown where it failed. */
  readonly reason: string;
  /** Seconds of this process on all cores, which other processes do not lengthen. */
  readonly seconds: number;
  /** By how many bytes memory grew. */
  readonly bytes: number;
}

/** Words that a message never has: what was meant is missing. */
const holes = /undefined|\[object/;

export async function tryFiles(target: FuzzTarget, files: Files): Promise<Trial> {
  const [begin, held] = [process.cpuUsage(), memory()];
  const [outcome, reason] = await outcomeOf(target, files);
  const { user, system } = process.cpuUsage(begin);
  return { outcome, reason, seconds: (user + system) / 1e6, bytes: Math.max(0, memory() - held) };
}

async function outcomeOf(target: FuzzTarget, files: Files): Promise<[Trial['outcome'], string]> {
  try {
    await target.read(files);
    return ['read', ''];
  } catch (error) {
    if (!(error instanceof UserError)) return ['failed', error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return holes.test(error.message) ? ['failed', `a message with a hole: ${error.message}`] : ['refused', error.message];
  }
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
