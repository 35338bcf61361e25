import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companionPaths, readCompanions } from '../../../src/network/readers/companions.ts';

const posix = process.platform !== 'win32';
let folder: string;
let path: string;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'exact-ig-'));
  folder = join(root, 'model');
  path = join(folder, 'model.json');
  await mkdir(join(folder, 'weights'), { recursive: true });
  await writeFile(join(root, 'secret.bin'), 'abcd');
  await writeFile(join(folder, 'group1-shard1of1 (1).bin'), '1234');
  await writeFile(join(folder, 'weights', 'w.bin'), '5678');
  if (!posix) return;
  await symlink(join(root, 'secret.bin'), join(folder, 'outside.bin'));
  await symlink(join('weights', 'w.bin'), join(folder, 'inside.bin'));
  execFileSync('mkfifo', [join(folder, 'pipe.bin')]);
});

afterAll(async () => {
  await rm(join(folder, '..'), { recursive: true });
});

async function read(names: readonly string[], limit = 8): Promise<string[]> {
  return (await readCompanions(path, [{ names, limit }])).map((bytes) => new TextDecoder().decode(bytes));
}

describe('readCompanions', () => {
  it('reads files beside the one that names them and in folders there, whatever they are called', async () => {
    expect(await read(['group1-shard1of1 (1).bin', 'weights/w.bin'])).toEqual(['1234', '5678']);
    expect(companionPaths(path, [{ names: ['weights/w.bin'], limit: 8 }])).toEqual([join(folder, 'weights', 'w.bin')]);
  });

  it.skipIf(!posix)('follows a link that stays in the folder', async () => {
    expect(await read(['inside.bin'])).toEqual(['5678']);
  });

  it('refuses a path that leaves the folder', async () => {
    await expect(read(['../secret.bin'])).rejects.toThrow(
      `${path} names the file '../secret.bin', which is not in its folder.`,
    );
  });

  it.skipIf(!posix)('refuses a link that leaves the folder', async () => {
    await expect(read(['outside.bin'])).rejects.toThrow("names the file 'outside.bin', which is not in its folder.");
  });

  it.skipIf(!posix)('refuses a pipe, which would never end', async () => {
    await expect(read(['pipe.bin'])).rejects.toThrow("names the file 'pipe.bin', which is not a regular file.");
  });

  it.each(['', '.', 'weights'])("refuses the folder '%s'", async (name) => {
    await expect(read([name])).rejects.toThrow('which is not a regular file.');
  });

  it('reads files of a group up to its limit together, and none beyond', async () => {
    await expect(read(['weights/w.bin', 'weights/w.bin'], 7)).rejects.toThrow(
      "names the file 'weights/w.bin', which has 4 bytes, expected at most 3.",
    );
  });

  it.each([
    ['missing.bin', 'which is not there. Copy or download it too'],
    ['a\0b', 'cannot be read: '],
  ])('refuses %j, which is not there', async (name, message) => {
    await expect(read([name])).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
    );
  });
});
