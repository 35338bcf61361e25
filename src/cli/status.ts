import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { counted, printable } from '../base/index.ts';
import { formatSeconds, queueOf, statusOf, type Status, type Task } from '../experiment/index.ts';
import { checkDashes } from './forgottenDashes.ts';
import { artifactsOption, checked, examplesOf, printing, type General } from './options.ts';

const options = {
  artifacts: { ...artifactsOption, default: undefined, describe: `${artifactsOption.describe}; folders are within it` },
  json: { type: 'boolean', default: false, describe: 'As JSON' },
} as const;

interface Given extends General {
  readonly folder: string | undefined;
  readonly artifacts: string | undefined;
  readonly json: boolean;
}

/** `status [folder]`: how far runs are, as their folders tell, live. */
export function statusCommand(): CommandModule<General, Given> {
  return {
    command: 'status [folder]',
    describe: 'Tell how far a run is, or all in a folder: done, failed, left, rate, time left',
    builder: (command) =>
      command
        .positional('folder', { type: 'string', describe: 'Folder of a run, or of several [default: artifacts]' })
        .options(checked(options))
        .epilogue(
          examplesOf('status', {
            'Every run in artifacts/': '',
            'One run, for a program': 'artifacts/integrated_gradients --json',
          }),
        ),
    handler: ({ folder, artifacts, json, quiet }) => {
      checkDashes(Object.keys(options));
      const runs = statusOf(whereOf(folder, artifacts));
      printing(quiet)(json ? JSON.stringify(runs, undefined, 2) : runs.map(inWords).join('\n\n'));
    },
  };
}

function whereOf(folder: string | undefined, artifacts: string | undefined): string {
  if (folder === undefined) return artifacts ?? artifactsOption.default;
  return artifacts === undefined ? folder : join(artifacts, folder);
}

function inWords({ folder, state, items, done, failed, left, perSecond, secondsLeft, tasks = [] }: Status): string {
  const throughput =
    perSecond === undefined
      ? []
      : [`${perSecond.toPrecision(2)}/s`, ...(secondsLeft === undefined ? [] : [`${formatSeconds(secondsLeft)} left`])];
  return printable(
    `${folder}: ${state}\n  ${[`${done} of ${items} done`, `${failed} failed`, `${left} to do`, ...throughput].join(', ')}${tasksInWords(folder, tasks)}`,
  );
}

/** So many tasks that are not through are told one by one. */
const shown = 20;

function tasksInWords(folder: string, tasks: readonly Task[]): string {
  if (tasks.length === 0) return '';
  const queued = queueOf(folder);
  const open = tasks.filter((task) => task.done + task.failed < task.items);
  const lines = open.slice(0, shown).map(({ index, items, done, failed, live }) => {
    const state = [...(live ? ['going on'] : []), queued.get(index) ?? (live ? '' : 'not under way')].filter(
      (word) => word !== '',
    );
    return `\n  task ${index}: ${done + failed} of ${items}, ${state.join(', ')}`;
  });
  const more = open.length > shown ? `\n  and ${counted(open.length - shown, 'more task')}` : '';
  return `\n  ${tasks.length - open.length} of ${tasks.length} tasks through${lines.join('')}${more}`;
}
