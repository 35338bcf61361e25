import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brightness, divergingColour } from '../../src/figures/diverging.ts';

const shares = Array.from({ length: 201 }, (_, i) => (i - 100) / 100);

describe('divergingColour', () => {
  it('is white at 0 and goes on from -1 and 1 as it is there', () => {
    expect(divergingColour(0)).toEqual([255, 255, 255]);
    expect(divergingColour(7)).toEqual(divergingColour(1));
    expect(divergingColour(-Infinity)).toEqual(divergingColour(-1));
  });

  it('is warm below 0 and cold above', () => {
    for (const share of shares.filter((value) => Math.abs(value) >= 0.05)) {
      const [red, , blue] = divergingColour(share);
      expect(Math.sign(blue - red)).toBe(Math.sign(share));
    }
  });

  it('gets darker on both sides the further from 0, so that it is legible in grey', () => {
    const away = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(away, fc.constantFrom(-1, 1), (hundredths, sign) => {
        const [nearer, further] = [hundredths, hundredths + 1].map((value) =>
          brightness(divergingColour((sign * value) / 100)),
        );
        expect(further).toBeLessThan(nearer);
      }),
    );
  });

  it('is darker at 1 than any negative value is', () => {
    expect(brightness(divergingColour(1))).toBeLessThan(0.2);
    expect(brightness(divergingColour(-1))).toBeGreaterThan(0.5);
  });
});
