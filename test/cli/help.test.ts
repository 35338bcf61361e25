import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { heedColours } from '../../src/cli/colours.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { listExperiments } from '../../src/experiment/index.ts';
import { exitCodes, projectRoot } from '../../src/project/index.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a command line prints on stdout. */
async function printed(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  expect(await runCommandLine(args)).toBe(0);
  const text = log.mock.calls.flat().join('\n');
  log.mockClear();
  return text;
}

const simple = 'explain judge analyze report status compare merge networks fetch doctor completion'.split(' ');
const shared = (await listExperiments()).flatMap(({ name }) => [
  ['experiment', name],
  ['submit', name],
]);
const commands = [[], ['experiment'], ['submit'], ...simple.map((command) => [command]), ...shared];

/** The commands of the examples in a help: what is typed behind the program's name. */
function examplesIn(help: string): string[][] {
  const [, examples] = help.split('Examples:\n');
  const lines = examples.split('\n').filter((line) => line !== '' && !line.startsWith('  #'));
  return lines.map((line) => {
    expect(line).toMatch(/^ {2}(npm run|exact-ig) \S/);
    return line
      .trim()
      .split(' ')
      .slice(line.startsWith('  npm') ? 2 : 1);
  });
}

describe.each(commands.map((command) => ({ command, name: command.join(' ') })))('help of "$name"', ({ command }) => {
  it('fits 80 columns, and has examples whose options exist', async () => {
    const help = await printed(...command, '--help');
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(help).toContain('--quiet');
    const examples = examplesIn(help);
    expect(examples).not.toEqual([]);
    for (const typed of examples) {
      const words = typed.filter((word) => word !== '--' && !word.startsWith('--time'));
      const end = words.findIndex((word) => word.startsWith('-') || word === '>>');
      const named = end < 0 ? words : words.slice(0, end);
      const of = commands.findLast((known) => known.every((word, i) => word === named[i])) ?? [];
      const known = await printed(...of, '--help');
      for (const option of words.filter((word) => word.startsWith('-')))
        expect(known, typed.join(' ')).toMatch(new RegExp(`(^|[ ,])${option}\\b`, 'm'));
    }
  });
});

describe('--quiet', () => {
  it('prints nothing of any command but warnings and errors', async () => {
    const explain = ['explain', '--network', 'mnist_dense', '--input', 'mnist_test:0'];
    for (const command of [['networks'], ['networks', 'mnist_dense'], ['experiment'], explain]) {
      expect(await printed(...command)).not.toBe('');
      expect(await printed(...command, '--quiet')).toBe('');
    }
  });
});

describe('colours', () => {
  it.each([
    [['explain'], {}, {}],
    [['explain', '--no-color'], {}, { FORCE_COLOR: '0' }],
    [['explain'], { NO_COLOR: '1' }, { FORCE_COLOR: '0' }],
    [['explain'], { NO_COLOR: '' }, {}],
    [['explain', '--color'], { NO_COLOR: '1' }, {}],
    [['explain', '--color=false'], {}, { FORCE_COLOR: '0' }],
    [['explain'], { FORCE_COLOR: '1' }, { FORCE_COLOR: '1' }],
  ])('%j with %j makes the environment %j', (args, environment, expected) => {
    const changed: NodeJS.ProcessEnv = { ...environment };
    heedColours(args, changed);
    expect(changed).toEqual(expected);
  });
});

describe('an option that there is not', () => {
  const refused = async (...args: string[]): Promise<string> => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    vi.spyOn(console, 'log').mockReturnValue();
    expect(await runCommandLine(args)).toBe(1);
    return error.mock.calls.flat().join('\n');
  };

  it.each([
    [['explain', '--netwrok', 'x'], 'Unknown option --netwrok. Did you mean --network? See --help.'],
    [['judge', '--inptu-shape', '3'], 'Unknown option --inptu-shape. Did you mean --input-shape? See --help.'],
    [['compare', '--tolernce', '3', 'a'], 'Unknown option --tolernce. Did you mean --tolerance? See --help.'],
    [['experiment', '--replya', 'a'], 'Unknown option --replya. Did you mean --replay? See --help.'],
    [['submit', 'engines', '--taks', '3'], 'Unknown option --taks. Did you mean --tasks? See --help.'],
    [['fetch', '--fast'], 'Unknown option --fast. See --help.'],
    [['explain', '-x', '3'], 'Unknown option -x. See --help.'],
    [['--quite'], 'Unknown option --quite. Did you mean --quiet? See --help.'],
  ])('is told of %j, with the nearest, before what is missing', async (args, message) => {
    expect(await refused(...args)).toBe(message);
  });
});

it('exit codes stand in one table, each with what it means', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'command-line.md'), 'utf8');
  for (const code of Object.values(exitCodes)) expect(page).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm'));
});

describe('completion', () => {
  it('is a script that asks the program, which knows commands and their options', async () => {
    expect(await printed('completion')).toContain('exact-ig --get-yargs-completions');
    const asked = (...typed: string[]): Promise<string> => printed('--get-yargs-completions', 'exact-ig', ...typed);
    expect((await asked('exp')).split('\n')).toContain('explain');
    expect((await asked('judge', '--la')).split('\n')).toContain('--layout');
    expect((await asked('experiment', 'integrated')).split('\n')).toContain('integrated_gradients');
  });
});
