import type { CommandModule } from 'yargs';
import {
  datasets,
  findEntry,
  loadData,
  loadNetwork,
  networks,
  searchFolders,
  type Entry,
  type Kind,
} from '../catalogue/index.ts';
import { paragraph, UserError } from '../base/index.ts';
import { tableToText, type Column } from '../experiment/index.ts';
import {
  examineBackends,
  preferred,
  type BackendOptions,
  type Examination,
  type LoadedBackend,
} from '../tensorflow/index.ts';
import { commandInWords } from '../project/index.ts';
import { examplesOf, printing, type General } from './options.ts';

/** The network whose gradients are timed; it is bundled. */
const timedNetwork = 'mnist_convsmall';

/**
 * `doctor`: tells what works on this machine, and what to do about what does not.
 *
 * @param importPackage how the packages of backends are imported, if not from where this one is installed
 */
export function doctorCommand(importPackage?: BackendOptions['importPackage']): CommandModule<General, General> {
  return {
    command: 'doctor',
    describe: 'Tell what works on this machine, and what to do about what does not',
    builder: (command) => command.epilogue(examplesOf('doctor', { 'Backends, networks and data of this machine': '' })),
    handler: async ({ quiet }) => {
      const print = printing(quiet);
      print(`Node ${process.version} on ${process.platform} ${process.arch}.\n`);
      await examineBundled();
      await reportBackends(print, importPackage);
      print(`${describeFiles('networks', networks)}\n\n${describeFiles('data', datasets)}\n`);
      print(`The main job can run: ${commandInWords('experiment', 'integrated_gradients')}`);
    },
  };
}

/** @throws UserError if a network or data set of the main job does not load */
async function examineBundled(): Promise<void> {
  try {
    for (const { name } of networks.filter(({ source }) => source === undefined))
      await loadData(await loadNetwork(name), undefined);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`The main job cannot run: ${error.message}`);
  }
}

const columns: readonly Column[] = [
  { name: 'backend' },
  { name: 'works' },
  { name: 'device' },
  { name: 'known-answer error' },
  { name: 'gradients per second' },
];

async function reportBackends(
  print: (text: string) => void,
  importPackage: BackendOptions['importPackage'],
): Promise<void> {
  const { network } = await loadNetwork(timedNetwork);
  const examinations: Examination[] = [];
  for await (const examination of examineBackends(network, importPackage)) examinations.push(examination);
  print(`Backends of the network engine, timed on ${timedNetwork}:\n`);
  print(tableToText({ columns, rows: examinations.map(rowOf) }));
  const notes = examinations.map(({ backend, packages, trouble }) => {
    const installed = packages.length > 0 ? [`${packages.join(', ')}.`] : [];
    return paragraph(`${backend}: ${[...installed, ...(trouble ? [inWords(trouble)] : [])].join(' ')}`);
  });
  const choice = await preferred(examinations.flatMap(({ working }) => (working ? [working.device] : [])));
  print(['', ...notes, '', inWordsOf(choice), ''].join('\n'));
}

function rowOf({ backend, working }: Examination): (string | undefined)[] {
  if (working === undefined) return [backend, 'no', undefined, undefined, undefined];
  const { device, gradientsPerSecond } = working;
  const rate = Math.round(gradientsPerSecond).toLocaleString('en');
  return [backend, `on ${device.kind.toUpperCase()}`, device.name, device.error.toExponential(1), rate];
}

function inWords({ reason, remedy }: NonNullable<Examination['trouble']>): string {
  return remedy === undefined ? reason : `${reason} What helps: ${remedy}`;
}

/** What `--backend auto` takes. */
function inWordsOf(choice: LoadedBackend | undefined): string {
  if (choice) return `--backend auto takes ${choice.backend}, on a ${choice.kind.toUpperCase()}.`;
  return 'No backend works, so --engine network cannot be used; the exact engine needs none.';
}

function describeFiles(kind: Kind, entries: readonly Entry[]): string {
  const missing = entries.filter((entry) => findEntry(kind, entry) === undefined).map(({ name }) => name);
  const here = entries.map(({ name }) => name).filter((name) => !missing.includes(name));
  const fetch =
    missing.length > 0
      ? [
          paragraph(`Not here: ${missing.join(', ')}.`),
          paragraph(`To get them: ${commandInWords('fetch', ...missing)}`),
        ]
      : [];
  const folders = searchFolders(kind).map((folder) => `  ${folder}`);
  return [`Folders searched for ${kind}:`, ...folders, paragraph(`Here: ${here.join(', ') || 'none'}.`), ...fetch].join(
    '\n',
  );
}
