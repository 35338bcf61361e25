import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';
import { pythonWith } from '../helpers/python.ts';

const python = pythonWith('torch', 'numpy');

it.runIf(python !== undefined)(
  'examples/from_pytorch.py exports a module, explains a batch, and autograd comes near the exact attributions',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'from-pytorch-'));
    const tsx = pathToFileURL(join(projectRoot, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
    const command = [process.execPath, '--import', tsx, join(projectRoot, 'src', 'cli', 'main.ts')];
    const { stdout, stderr, status } = spawnSync(
      python ?? '',
      [join(projectRoot, 'examples', 'from_pytorch.py'), ...command],
      { cwd: folder, encoding: 'utf8' },
    );
    rmSync(folder, { recursive: true });
    expect(status, stderr).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'images.npy is 2x3x32x32: 2 inputs along the first axis, channels first.',
    );
    const errors = [...stdout.matchAll(/samples: ([\d.]+) % from exact/g)].map(([, error]) => Number(error));
    expect(errors).toHaveLength(3);
    // The rule's error falls about as 1/n; float32 alone makes some 1e-5 %.
    expect(errors[2]).toBeLessThan(0.1);
    expect(errors[2]).toBeLessThan(errors[0] / 20);
  },
);
