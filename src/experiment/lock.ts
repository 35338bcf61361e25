/**
 * One run at a time in a folder. Locks are files `lock/1.json`, `lock/2.json`, ...: the one of the highest number
 * counts, and says whose it is and whether it has been released. Whoever finds it released, or its holder gone, creates
 * the next number; the system lets but one succeed. Lower ones are deleted after that, and the highest never is, so
 * that a number is not given twice: nothing that was decided from an old look at the folder can succeed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { commandInWords, exitCodes } from '../project/index.ts';
import { createWhole, replaceFile, whileWriting } from './files.ts';
import { inWords, isThere, thisProcess, type Holder } from './holder.ts';

/** A lock that is there: whose it is, and whether that run is going on. */
export interface LockState {
  readonly holder: Holder;
  readonly live: boolean;
  /** True if the holder is of another host, of which one only knows what it said last. */
  readonly elsewhere: boolean;
}

/** So often a holder says that it is there, in milliseconds. */
const heartbeat = 15_000;

export class RunLock {
  readonly #file: string;
  readonly #holder: Holder;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;

  private constructor(file: string, holder: Holder) {
    this.#file = file;
    this.#holder = holder;
    this.#timer = setInterval(() => {
      this.#beat();
    }, heartbeat);
    this.#timer.unref();
  }

  /**
   * Takes the lock of a folder.
   *
   * @param note is told if the run that held it was killed
   * @throws UserError if another run is going on there
   */
  static acquire(folder: string, note: (text: string) => void): RunLock {
    const earlier = lockOf(folder);
    if (earlier?.live) throw inUse(folder, earlier.holder);
    const locks = join(folder, 'lock');
    const holder = thisProcess();
    const number = (earlier?.number ?? 0) + 1;
    whileWriting(folder, () => {
      mkdirSync(locks, { recursive: true });
      if (!createWhole(fileOf(locks, number), `${JSON.stringify(holder)}\n`))
        throw inUse(folder, lockOf(folder)?.holder);
      if (Math.max(...numbersIn(locks)) > number) {
        rmSync(fileOf(locks, number));
        throw inUse(folder, lockOf(folder)?.holder);
      }
      for (const lower of numbersIn(locks)) if (lower < number) rmSync(fileOf(locks, lower), { force: true });
    });
    if (earlier && earlier.holder.released === undefined)
      note(`The run of ${inWords(earlier.holder)} was killed; this one goes on in its place.`);
    return new RunLock(fileOf(locks, number), holder);
  }

  /** Aborted if the lock is lost: another run has taken it over, or the folder has vanished. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  release(): void {
    clearInterval(this.#timer);
    if (!existsSync(this.#file)) return;
    try {
      replaceFile(this.#file, `${JSON.stringify({ ...this.#holder, released: new Date().toISOString() })}\n`);
    } catch {
      removeIfPossible(this.#file); // on a full disk
    }
  }

  #beat(): void {
    try {
      utimesSync(this.#file, new Date(), new Date());
    } catch {
      this.#lost.abort(
        new UserError(
          `'${this.#file}' is gone: the folder was deleted, or another run has taken it over. This run stops.`,
          exitCodes.cannotWrite,
        ),
      );
    }
  }
}

/** Who holds the lock of a folder, or held it last; undefined if nobody did. @throws UserError if it is damaged */
export function lockOf(folder: string): (LockState & { readonly number: number }) | undefined {
  const locks = join(folder, 'lock');
  const number = existsSync(locks) ? Math.max(0, ...numbersIn(locks)) : 0;
  if (number === 0) return undefined;
  const file = fileOf(locks, number);
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    const silence = Date.now() - statSync(file).mtimeMs;
    return {
      number,
      holder,
      live: holder.released === undefined && isThere(holder, silence),
      elsewhere: holder.host !== hostname(),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return lockOf(folder); // a higher one has taken its place
    throw new UserError(`'${file}' is damaged. If no run is going on in this folder, delete it.`);
  }
}

function numbersIn(locks: string): number[] {
  return readdirSync(locks)
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number);
}

/** Where that is impossible too, as on a read-only disk, the next run sees that this process is gone. */
function removeIfPossible(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What ended the run is told; this is not.
  }
}

function fileOf(locks: string, number: number): string {
  return join(locks, `${number}.json`);
}

export function inUse(folder: string, holder: Holder | undefined): UserError {
  return new UserError(
    `Another run is going on in '${folder}'${holder ? `: ${inWords(holder)}` : ''}. Wait for it ` +
      `(\`${commandInWords('status', folder)}\` tells how far it is), or choose another folder with --artifacts.`,
    exitCodes.folderInUse,
  );
}
