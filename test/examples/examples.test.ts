import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';

/** Of each example the figures that it prints; they are exact, so that they are the same everywhere. */
const figures: Readonly<Record<string, readonly string[]>> = {
  'accuracyOnDemand.ts': [
    'gauss: 32 partitions, 59 gradients in all, 0.66 % from exact',
    'exact: 864 regions, 0 gradients, converged by completeness',
  ],
  'allCores.ts': [
    'Image 0: 3430 regions; 9.425886 of 9.425886 is attributed.',
    'Image 1: 4587 regions; 11.253526 of 11.253526 is attributed.',
  ],
  'attributions.ts': [
    'Output 7 rises by 16.840',
    'linear regions on the way: 864.',
    '\n      ++++#++-++    ++\n        + +++ ++ ++++\n',
  ],
  'classChanges.ts': [
    'Image 8, a 5: the answer never changes.',
    'Image 33, a 4: 5 becomes 2 at 0.0248, 2 becomes 4 at 0.0501.\n  Half of the change is gathered at 0.4842.',
  ],
  'compareMethods.ts': [
    'integrated_gradients              1.000      0.984     0.022',
    'saliency                          0.053      0.828     0.403',
    'kernel_shap                       0.396      0.983     0.069',
  ],
  'layerConductance.ts': [
    'Layer Conv2D_2, 5 x 5 x 32',
    'sum to 16.840228,\nand output 7 changes by 16.840228.\nfilter 0: 3.301\nfilter 21: 1.512\n',
  ],
  'ownNetwork.ts': ['attributions 3 and 0.5; F at alpha = 0, 0.5, 1: 0, 1.5, 3.5'],
};

it('every example in TypeScript is run here', () => {
  expect(
    readdirSync(join(projectRoot, 'examples'))
      .filter((name) => name.endsWith('.ts'))
      .sort(),
  ).toEqual(Object.keys(figures));
});

describe.concurrent('the examples', () => {
  it.each(Object.entries(figures))('%s runs as its header says, and prints its figures', async (name, expected) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', join('examples', name)], {
      cwd: projectRoot,
    });
    for (const figure of expected) expect(stdout).toContain(figure);
  });
});
