import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that a lock belongs to. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /**
   * When the process began, as the system tells it, so that a later process of that number is not taken for it; not
   * everywhere.
   */
  readonly birth?: string;
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; absent while the lock is held, and if the holder was killed. */
  readonly released?: string;
}

/** The run of another host that has said nothing for so long is gone, in milliseconds. */
const patience = 300_000;

/** This process. */
export function thisProcess(): Holder {
  const birth = birthOf(process.pid);
  return {
    host: hostname(),
    pid: process.pid,
    ...(birth !== undefined && { birth }),
    started: new Date().toISOString(),
  };
}

/**
 * True if a process is still there. Of this host's processes the system knows; of another host's only what they said
 * last.
 *
 * @param silence since it said so, in milliseconds
 */
export function isThere({ host, pid, birth }: Holder, silence: number): boolean {
  if (host !== hostname()) return silence < patience;
  if (birth !== undefined) return birthOf(pid) === birth;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process began, in ticks since the system did; undefined if it is gone, or only waits to be reaped. Linux alone
 * tells.
 *
 * @see proc(5), /proc/pid/stat: field 3 is the state and field 22 the time; field 2 is a name in parentheses
 */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(fields[0]) ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Like "process 123 on cluster7, since 2026-01-01T00:00:00.000Z". */
export function inWords({ host, pid, started }: Holder): string {
  return `process ${pid} on ${host}, since ${started}`;
}
