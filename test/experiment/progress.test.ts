import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/experiment/index.ts';

let written: string;
const file = {
  write: (text: string): boolean => {
    written += text;
    return true;
  },
};

beforeEach(() => {
  written = '';
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Progress without a terminal', () => {
  it('is a plain line at the start, every five seconds in which something was done, and at the end', () => {
    const progress = new Progress(false, file);
    progress.begin('counting', 3);
    progress.advance('one');
    progress.advance('two');
    vi.advanceTimersByTime(5_000);
    vi.advanceTimersByTime(20_000);
    progress.advance('three');
    progress.end('counted');
    vi.advanceTimersByTime(20_000);
    const [first, second, ...rest] = written.split('\n');
    expect(first).toBe('counting  0 of 3');
    // The rate is that of the clock, which stands still between the first two.
    expect(second).toMatch(/^two {2}2 of 3 {2}[\d.e+]+\/s {2}0 s left$/);
    expect(rest).toEqual(['counted', '']);
  });

  it('does not say how far an item has come', () => {
    const progress = new Progress(false, file);
    progress.begin('counting', 3);
    progress.within('one', 1, 2);
    vi.advanceTimersByTime(20_000);
    expect(written).toBe('counting  0 of 3\n');
    progress.stop();
  });

  it('spells out what would steer a terminal', () => {
    new Progress(false, file).note('red \u001b[31m');
    expect(written).toBe('red \\u001b[31m\n');
  });

  it('writes nothing if it is silent', () => {
    const progress = new Progress(true, file);
    progress.begin('counting', 1);
    progress.note('a note');
    progress.end('counted');
    expect(written).toBe('');
  });
});
