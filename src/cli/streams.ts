import { exitCodes } from '../project/index.ts';
import { usualWidth } from '../base/index.ts';

/**
 * Makes output harmless where it ends. Whoever reads it may stop (`... --help | true`) and a terminal may be gone,
 * which is no error of ours. What cannot be written to stderr is left out, because the work matters more than what is
 * told of it; if stdout cannot be written, as on a full disk, that is told once, and the exit code says so. A terminal
 * of width 0, a pseudo-terminal without a size, is taken for one of 80 columns.
 */
export function mendStreams({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'> = process): void {
  for (const stream of [stdout, stderr]) mendWidth(stream);
  stderr.on('error', () => undefined);
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || code === 'EIO') return;
    stderr.write(`Cannot write to stdout: ${message}. Results in files are not affected.\n`);
    process.once('exit', (exitCode) => {
      if (exitCode === exitCodes.ok) process.exitCode = exitCodes.cannotWrite;
    });
  });
}

function mendWidth(stream: NodeJS.WriteStream): void {
  if (!stream.isTTY) return;
  let width = stream.columns;
  Object.defineProperty(stream, 'columns', {
    get: () => width || usualWidth,
    set: (columns: number) => {
      width = columns;
    },
  });
}
