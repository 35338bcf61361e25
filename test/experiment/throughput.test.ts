import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatSeconds, Throughput } from '../../src/experiment/index.ts';

describe('Throughput', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts only what was done since it began', () => {
    const throughput = new Throughput(50);
    vi.advanceTimersByTime(10_000);
    // 20 in 10 s are 2 a second; the 30 that are left take 15 s.
    expect(throughput.rate(70)).toBe(2);
    expect(throughput.timeLeft(70, 100)).toBe('15 s left');
  });

  it('says nothing of the time left before anything is done or without a total', () => {
    const throughput = new Throughput();
    vi.advanceTimersByTime(1000);
    expect(throughput.timeLeft(0, 100)).toBe('');
    expect(throughput.timeLeft(10, undefined)).toBe('');
  });
});

describe('formatSeconds', () => {
  it.each([
    [0.2, '0 s'],
    [59.6, '1 min 0 s'],
    [125, '2 min 5 s'],
    [11_400, '3 h 10 min'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
