import { describe, expect, it } from 'vitest';
import { normal, randomOf } from '../../src/attribution/numbers/random.ts';

describe('randomOf', () => {
  const numbers = (seed: number, stream?: number): number[] => Array.from({ length: 4 }, randomOf(seed, stream));

  it('gives the same numbers for a seed, others for another seed or stream', () => {
    expect(numbers(3)).toEqual(numbers(3));
    expect(new Set([...numbers(3), ...numbers(4), ...numbers(3, 1)]).size).toBe(12);
  });

  it('takes whole numbers', () => {
    expect(() => randomOf(0.5)).toThrow('The seed is 0.5; expected a whole number from 0.');
  });
});

it('normal has mean 0, deviation 1 and a share of 68.27 % within it', () => {
  const random = randomOf(1);
  const draws = Array.from({ length: 20_000 }, () => normal(random));
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  // Standard errors of mean, variance and share: 0.007, 0.01 and 0.0033.
  expect(Math.abs(mean)).toBeLessThan(0.028);
  expect(Math.abs(draws.reduce((sum, x) => sum + x * x, 0) / draws.length - 1)).toBeLessThan(0.04);
  expect(Math.abs(draws.filter((x) => Math.abs(x) < 1).length / draws.length - 0.6827)).toBeLessThan(0.0132);
});
