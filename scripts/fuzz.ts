/*
 * Tries readers with damaged files: `npm run fuzz -- --reader onnx --count 24000 --seed 1`. Every file must be read or
 * refused by a UserError, within a second and a gigabyte; a network may take another second for each ten million units.
 * Files that fail are kept in `artifacts/fuzz/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import yargs from 'yargs';
import { projectRoot } from '../src/project/index.ts';
import { mutants } from '../test/fuzz/mutants.ts';
import type { Files, FuzzTarget } from '../test/fuzz/target.ts';
import { targets } from '../test/fuzz/targets.ts';
import { tryFiles, type Trial } from '../test/fuzz/trial.ts';

const mostSeconds = 1;
const unitsPerSecond = 1e7;
const mostBytes = 2 ** 30;
const folder = join(projectRoot, 'artifacts', 'fuzz');

const { reader, count, seed } = await yargs(process.argv.slice(2))
  .options({
    reader: { choices: Object.keys(targets), describe: 'Reader to try; all of them if it is not given' },
    count: { type: 'number', default: 24_000, describe: 'Files for each reader' },
    seed: { type: 'number', default: 1, describe: 'Seed of the first 1,000 of them; the next have the next' },
  })
  .strict()
  .parse();

let failures = 0;
for (const [name, target] of Object.entries(targets)) {
  if (reader === undefined || reader === name) failures += await fuzz(name, target);
}
process.exitCode = failures > 0 ? 1 : 0;

async function fuzz(name: string, target: FuzzTarget): Promise<number> {
  const worst = { seconds: 0, bytes: 0 };
  const tally = { read: 0, refused: 0, failed: 0 };
  const batch = 1000;
  for (let first = 0; first < count; first += batch) {
    const samples = fc.sample(mutants(target), { seed: seed + first / batch, numRuns: Math.min(batch, count - first) });
    for (const files of samples) {
      const trial = verdict(await tryFiles(target, files));
      tally[trial.outcome]++;
      worst.seconds = Math.max(worst.seconds, trial.seconds);
      worst.bytes = Math.max(worst.bytes, trial.bytes);
      if (trial.outcome === 'failed') await keep(`${name}-${seed}-${tally.failed}`, files, trial.reason);
    }
  }
  const [milliseconds, megabytes] = [(1000 * worst.seconds).toFixed(0), (worst.bytes / 2 ** 20).toFixed(0)];
  console.log(
    `${name}: ${count} files, ${tally.read} read, ${tally.refused} refused, ${tally.failed} failed; ` +
      `at worst ${milliseconds} ms and ${megabytes} MB`,
  );
  return tally.failed;
}

function verdict(trial: Trial): Trial {
  if (trial.outcome === 'failed') return trial;
  if (trial.seconds > mostSeconds + trial.units / unitsPerSecond)
    return { ...trial, outcome: 'failed', reason: `took ${trial.seconds} s of processor time` };
  if (trial.bytes > mostBytes) return { ...trial, outcome: 'failed', reason: `took ${trial.bytes} bytes of memory` };
  return trial;
}

async function keep(name: string, files: Files, reason: string): Promise<void> {
  console.log(`${name}: ${reason}`);
  await mkdir(folder, { recursive: true });
  for (const [i, bytes] of files.entries()) await writeFile(join(folder, `${name}.${i}`), bytes);
}
