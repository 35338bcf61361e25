/** Columns of a terminal that does not know how many it has. */
const usualWidth = 80;

/**
 * Makes output harmless where it ends: whoever reads it may stop (`... --help | true`) and a terminal may be gone,
 * which is no error of ours; and a terminal of width 0, a pseudo-terminal without a size, is taken for one of 80
 * columns.
 */
export function mendStreams(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
    if (!stream.isTTY) continue;
    let width = stream.columns;
    Object.defineProperty(stream, 'columns', {
      get: () => width || usualWidth,
      set: (columns: number) => {
        width = columns;
      },
    });
  }
}
