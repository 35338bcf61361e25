import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { targets } from './targets.ts';
import { tryFiles } from './trial.ts';

describe('a damaged file is read or refused by a UserError that says what it is about', () => {
  for (const [name, target] of Object.entries(targets)) {
    it(`${name}, in its own corpus whole`, async () => {
      for (const files of target.corpus)
        expect(await tryFiles(target, files)).toMatchObject({ outcome: 'read', reason: '' });
    });

    it(`${name}, 400 mutants`, async () => {
      const survives = fc.asyncProperty(mutants(target), async (files) => {
        const { outcome, reason } = await tryFiles(target, files);
        if (outcome === 'failed') throw new Error(reason);
      });
      await fc.assert(survives, { seed: 1, numRuns: 400 });
    });
  }
});
