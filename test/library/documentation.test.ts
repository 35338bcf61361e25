import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';

const typedoc = join(projectRoot, 'node_modules', 'typedoc', 'bin', 'typedoc');

it('all that the library exports is documented, with every type that it refers to: typedoc has no warning', async () => {
  const check = promisify(execFile)(process.execPath, [typedoc, '--emit', 'none'], { cwd: projectRoot });
  await expect(check).resolves.toBeDefined(); // a warning makes it fail
});
