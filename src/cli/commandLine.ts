import yargs, { type Argv, type CommandModule } from 'yargs';
import { printable, UserError } from '../base/index.ts';
import { exitCodes, projectVersion } from '../project/index.ts';
import { unknownName } from '../names/index.ts';
import { analyzeCommand } from './analyze.ts';
import { compareCommand } from './compare.ts';
import { completionCommand } from './completion.ts';
import { doctorCommand } from './doctor.ts';
import { experimentCommand } from './experiment.ts';
import { explainCommand } from './explain.ts';
import { fetchCommand } from './fetch.ts';
import { judgeCommand } from './judge.ts';
import { mergeCommand } from './merge.ts';
import { missingIn, unknownOptionIn } from './mistakes.ts';
import { networksCommand } from './networks.ts';
import { checked, examplesOf, generalOptions, type General } from './options.ts';
import { reportCommand } from './report.ts';
import { statusCommand } from './status.ts';
import { submitCommand } from './submit.ts';

/**
 * Parses what the user typed and does it. Results go to stdout; progress and errors to stderr.
 *
 * @param args what stands behind the program's name
 * @param experimentsFolder where the experiments are, if not in the project's own folder
 * @returns the exit code: 0, or after an error what that says, mostly 1
 */
export async function runCommandLine(args: readonly string[], experimentsFolder?: string): Promise<number> {
  let code: number = exitCodes.ok;
  const setExitCode = (given: number): void => {
    code = given;
  };
  const dashes = args[0] === 'submit' ? args.indexOf('--') : -1;
  const [typed, afterDashes] = dashes < 0 ? [args, []] : [args.slice(0, dashes), args.slice(dashes + 1)];
  try {
    const parser = yargs([...typed])
      .scriptName('exact-ig')
      .version(projectVersion())
      .parserConfiguration({ 'duplicate-arguments-array': false })
      .options(checked(generalOptions));
    const usages = enterCommands(parser, setExitCode, afterDashes, experimentsFolder);
    await parser
      .command(noCommand(usages.map(nameIn)))
      .strict()
      .fail((message: string, error: Error | undefined) => {
        // A YError is yargs' own, or what it makes of an error in `coerce`.
        if (error && error.name !== 'YError') throw error;
        const dashes =
          process.env.npm_lifecycle_event === undefined || !/^Unknown arguments?:/.test(message)
            ? ''
            : ' (Are all options behind two dashes, as in npm run experiment -- ...?)';
        const unknown = parser.parsed === false ? undefined : unknownOptionIn(parser.parsed);
        const usage = usages.find((one) => typed.includes(nameIn(one))) ?? '';
        throw (
          unknown ?? missingIn(message, usage) ?? new UserError(`${message.replace(/\.?$/, '.')}${dashes} See --help.`)
        );
      })
      .exitProcess(false)
      .parseAsync();
    return code;
  } catch (error) {
    console.error(printable(explain(error, args.includes('--debug'))));
    return error instanceof UserError ? error.exitCode : exitCodes.error;
  }
}

/** Enters the commands that there are. @returns how each is typed, like `compare <first> <second>` */
function enterCommands(
  parser: Argv<General>,
  setExitCode: (code: number) => void,
  afterDashes: readonly string[],
  experimentsFolder?: string,
): string[] {
  const usages: string[] = [];
  const enter = <Given>(module: CommandModule<General, Given>): void => {
    usages.push(String(module.command));
    parser.command(module);
  };
  enter(explainCommand(setExitCode));
  enter(judgeCommand(setExitCode));
  enter(experimentCommand(experimentsFolder));
  enter(analyzeCommand(experimentsFolder));
  enter(reportCommand());
  enter(statusCommand());
  enter(compareCommand());
  enter(submitCommand(afterDashes, experimentsFolder));
  enter(mergeCommand(setExitCode, experimentsFolder));
  enter(networksCommand());
  enter(fetchCommand());
  enter(doctorCommand());
  enter(completionCommand());
  return usages;
}

function nameIn(usage: string): string {
  return usage.split(' ')[0];
}

/** What yargs falls back on: no command, or one that there is not; the latter matters more than its options. */
function noCommand(commands: readonly string[]): CommandModule<General, General> {
  return {
    command: '$0',
    describe: false,
    builder: (command) =>
      command
        .middleware(({ _: given }) => {
          if (given.length > 0) throw unknownName('command', String(given[0]), commands);
        }, true)
        .epilogue(
          examplesOf('explain', {
            'Exact attributions of an image, and a picture of them':
              '--network mnist_convsmall --input mnist_test:3 -o map.png',
          }),
        ),
    handler: () => {
      throw new UserError(`Say what to do: ${commands.join(', ')}. See --help.`);
    },
  };
}

/** A user's error is its message; anything else is a defect of this project and says so. */
function explain(error: unknown, debug: boolean): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (debug) return stack ?? message;
  if (error instanceof UserError) return message;
  return `${message}\nThis is a defect of exact-ig; run with --debug to see where it arose.`;
}
