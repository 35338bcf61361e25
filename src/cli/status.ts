import type { CommandModule } from 'yargs';
import { counted, printable } from '../base/index.ts';
import { formatSeconds, queueOf, statusOf, type Status, type Task } from '../experiment/index.ts';
import { checked } from './options.ts';

const options = {
  json: { type: 'boolean', default: false, describe: 'As JSON' },
} as const;

/** `status [folder]`: how far runs are, as their folders tell, live. */
export function statusCommand(): CommandModule<object, { folder: string; json: boolean }> {
  return {
    command: 'status [folder]',
    describe: 'Tell how far a run is, or all in a folder: done, failed, left, rate, time left',
    builder: (command) =>
      command
        .positional('folder', { type: 'string', default: 'artifacts', describe: 'Folder of a run, or of several' })
        .options(checked(options)),
    handler: ({ folder, json }) => {
      const runs = statusOf(folder);
      console.log(json ? JSON.stringify(runs, undefined, 2) : runs.map(inWords).join('\n\n'));
    },
  };
}

function inWords({ folder, state, items, done, failed, left, perSecond, secondsLeft, tasks = [] }: Status): string {
  const pace =
    perSecond === undefined
      ? []
      : [`${perSecond.toPrecision(2)}/s`, ...(secondsLeft === undefined ? [] : [`${formatSeconds(secondsLeft)} left`])];
  return printable(
    `${folder}: ${state}\n  ${[`${done} of ${items} done`, `${failed} failed`, `${left} to do`, ...pace].join(', ')}${tasksInWords(folder, tasks)}`,
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
