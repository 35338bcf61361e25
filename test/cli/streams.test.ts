import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { mendStreams } from '../../src/cli/streams.ts';

/** A terminal of so many columns. */
function terminal(columns: number): NodeJS.WriteStream {
  return Object.assign(new PassThrough(), { isTTY: true, columns }) as unknown as NodeJS.WriteStream;
}

describe('A terminal', () => {
  it('of width 0 has 80 columns, until it is given others', () => {
    const [stdout, stderr] = [terminal(0), terminal(120)] as (NodeJS.WriteStream & { fd: 1 & 2 })[];
    mendStreams({ stdout, stderr });
    expect([stdout.columns, stderr.columns]).toEqual([80, 120]);
    stdout.columns = 100;
    expect(stdout.columns).toBe(100);
  });
});

describe('A stream that', () => {
  it.each(['EPIPE', 'EIO'])('nobody reads any more (%s) is no error', (code) => {
    const [stdout, stderr] = [terminal(80), terminal(80)] as (NodeJS.WriteStream & { fd: 1 & 2 })[];
    mendStreams({ stdout, stderr });
    for (const stream of [stdout, stderr]) stream.emit('error', Object.assign(new Error('gone'), { code }));
    expect((stderr as unknown as PassThrough).read()).toBeNull();
  });
});
