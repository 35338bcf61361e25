import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/index.ts';
import { readNetwork } from '../../../../src/network/readers/index.ts';
import { realFile } from '../../../helpers/realFiles.ts';

/** What is wrong with each file of the collection; of those that are read, the units of the output. */
const expected: Readonly<Record<string, RegExp | number>> = {
  'alpha-1e999.json': 4,
  'bn-axis-empty.json': /its axis is \[\]; only one is supported/,
  'conv-weightless.json': 1, // the mean of the four cells under a window of 2^31 x 2^31
  'duplicate-names.json': /two layers of the model are called 'a'/,
  'input-1e9.json': /1000000000 units; more than/,
  'name-input.json': /two layers of the model are called ''/,
  'pad-1e5.json': 8002 * 8002,
  'pad-huge.json': /its padding is \[\[1e\+308,0\],\[0,0\]\]/,
  'proto.json': /not supported: layer '__proto__' \(__proto__\)/,
  'reshape-fraction.json': /does not take the shape \[0\.5, 8\]/,
  'reshape-neg.json': /does not take the shape \[-2, -2\]/,
  'reshape-two-minus1.json': /does not take the shape \[-1, -1\]/,
  'units-fraction.json': /its 'units' is 0, expected a whole number above 0/,
};

const folder = realFile('hostile/tfjs');
const device = realFile('hostile/model-dev-zero');
if (folder === undefined) console.warn('Skipped, because no folder of EXACT_IG_PATH has it: hostile');

describe.skipIf(folder === undefined || device === undefined)(
  'a hostile TensorFlow.js model is refused for its reason, or read',
  () => {
    it.each(Object.entries(expected))('%s', async (file, what) => {
      const network = readNetwork(join(folder ?? '', file));
      if (typeof what === 'number') expect((await network).outputSize).toBe(what);
      else
        await expect(network).rejects.toThrow(
          expect.objectContaining({ name: 'UserError', message: expect.stringMatching(what) as string }),
        );
    });

    it('none is left out', () => {
      expect(readdirSync(folder ?? '').sort()).toEqual(Object.keys(expected));
    });

    it('weights that are a device', async () => {
      await expect(readNetwork(device ?? '')).rejects.toThrow(UserError);
    });
  },
);
