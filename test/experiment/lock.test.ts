import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockOf, RunLock } from '../../src/experiment/lock.ts';

let folder: string;
let notes: string[];
const acquire = (): RunLock => RunLock.acquire(folder, (text) => notes.push(text));
const started = '2026-01-01T00:00:00.000Z';
/** The lock of another process that said so long ago that it is there. */
function lockedBy(holder: object, secondsAgo = 0): void {
  mkdirSync(join(folder, 'lock'));
  const file = join(folder, 'lock', '7.json');
  writeFileSync(file, JSON.stringify({ started, ...holder }));
  const then = new Date(Date.now() - 1000 * secondsAgo);
  utimesSync(file, then, then);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  notes = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('The lock of a folder', () => {
  it('is held by one run at a time', () => {
    const lock = acquire();
    expect(() => acquire()).toThrow(
      `Another run is going on in '${folder}': process ${process.pid} on ${hostname()}, since `,
    );
    expect(() => acquire()).toThrow(expect.objectContaining({ exitCode: 6 }) as Error);
    lock.release();
    acquire().release();
    expect(notes).toEqual([]);
    expect(readdirSync(join(folder, 'lock'))).toEqual(['2.json']);
  });

  it('is taken over from a process of this host that is gone, with a note', () => {
    lockedBy({ host: hostname(), pid: 2 ** 30 });
    acquire().release();
    expect(notes).toEqual([
      `The run of process ${2 ** 30} on ${hostname()}, since ${started} was killed; this one goes on in its place.`,
    ]);
  });

  it.skipIf(process.platform !== 'linux')('is taken over from a process whose number another one has by now', () => {
    lockedBy({ host: hostname(), pid: process.pid, birth: '1' });
    acquire().release();
    expect(notes).toHaveLength(1);
  });

  it('of another host is taken over when it has been silent for five minutes, and not before', () => {
    lockedBy({ host: 'elsewhere', pid: 1 }, 240);
    expect(() => acquire()).toThrow('process 1 on elsewhere');
    expect(lockOf(folder)?.live).toBe(true);
    rmSync(join(folder, 'lock'), { recursive: true });
    lockedBy({ host: 'elsewhere', pid: 1 }, 360);
    acquire().release();
    expect(notes).toHaveLength(1);
  });

  it('that is damaged is told as such', () => {
    mkdirSync(join(folder, 'lock'));
    writeFileSync(join(folder, 'lock', '1.json'), '{');
    expect(() => acquire()).toThrow(/1\.json' is damaged\. If no run is going on in this folder, delete it\./);
  });
});
