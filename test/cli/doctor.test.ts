import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import yargs from 'yargs';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { generalOptions } from '../../src/cli/options.ts';
import { doctorCommand } from '../../src/cli/doctor.ts';

let printed: () => string;
beforeEach(() => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  printed = () => log.mock.calls.flat().join('\n');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('tells of every backend whether it works, and ends with code 0 where the main job can run', async () => {
  vi.stubEnv('EXACT_IG_PATH', '/a/folder/of/networks');
  expect(await runCommandLine(['doctor'])).toBe(0);
  for (const backend of ['tensorflow', 'webgpu', 'wasm', 'cpu'])
    expect(printed()).toMatch(new RegExp(`^${backend} +\\S`, 'm'));
  // Error of the known answers, then gradients per second.
  expect(printed()).toMatch(/^wasm +on CPU .*, one thread +\d\.\de-\d +[\d,]+$/m);
  expect(printed()).toMatch(/^wasm: tfjs-backend-wasm \d\S+\.$/m);
  expect(printed()).toMatch(/--backend auto takes (tensorflow|webgpu|wasm), on a [CG]PU\./);
  expect(printed()).toContain(process.version);
  expect(printed()).toContain('Folders searched for networks:\n  /a/folder/of/networks');
  expect(printed()).toContain('The main job can run: npm run experiment -- integrated_gradients');
});

it('says of a backend that does not work why, and the command that helps; the exact engine needs none', async () => {
  const nothing = (name: string): Promise<never> =>
    Promise.reject(new Error(`Cannot find package '${name}' imported from here`));
  await yargs(['doctor']).options(generalOptions).command(doctorCommand(nothing)).exitProcess(false).parseAsync();
  expect(printed()).toMatch(/^tensorflow +no$/m);
  expect(printed().replaceAll('\n', ' ')).toMatch(
    /wasm: .*The package @tensorflow\/tfjs-backend-wasm is not installed\. What helps: npm install @tensorflow\/tfjs-backend-wasm/,
  );
  expect(printed()).toContain('No backend works, so --engine network cannot be used; the exact engine needs none.');
  expect(printed()).toContain('The main job can run');
});
