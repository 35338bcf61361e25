/** The command line as a process of its own, for tests and `npm run torture`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../src/project/index.ts';

export interface Program {
  readonly process: ChildProcess;
  /** Its exit code, or the signal that ended it, and what it wrote to stderr. */
  readonly ended: Promise<{ readonly code: number | string; readonly errors: string }>;
}

/** The folder of the experiments of tests; undefined stands for the project's own. */
export const testExperiments = fileURLToPath(new URL('../cli/experiments', import.meta.url));

/** What starts the command line: a program and its arguments. */
export function commandOf(args: readonly string[], experiments?: string): [string, ...string[]] {
  const program = fileURLToPath(new URL('./program.ts', import.meta.url));
  return [process.execPath, '--import', 'tsx', program, experiments ?? '', ...args];
}

/** Starts the command line, in a process group of its own where there are such. */
export function start(args: readonly string[], experiments?: string): Program {
  return startCommand(commandOf(args, experiments));
}

/** Starts a program, in a process group of its own where there are such. */
export function startCommand([program, ...args]: readonly [string, ...string[]]): Program {
  const child = spawn(program, args, {
    cwd: projectRoot,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code: (code ?? signal) as number | string, errors }));
  return { process: child, ended };
}

/** Kills a process and those that it has started. */
export function killGroup({ process: child }: Program): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}
