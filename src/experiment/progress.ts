import ora, { type Ora } from 'ora';
import { printable } from '../base/index.ts';
import { Throughput } from './throughput.ts';

/** Where progress is told: a terminal, or a file or pipe. */
type Stream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Between two lines where there is no terminal, in milliseconds. */
const pause = 5_000;

/**
 * What is being done, how much of it is done, how fast, and the time left: on a terminal a spinner, elsewhere a plain
 * line every few seconds.
 */
export class Progress {
  readonly #spinner: Ora | undefined;
  readonly #write: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #text = '';
  #total = 0;
  #done = 0;
  #throughput = new Throughput();

  /** @param silent writes nothing */
  constructor(silent = false, stream: Stream = process.stderr) {
    this.#spinner = stream.isTTY && !silent ? ora({ discardStdin: false }) : undefined;
    this.#write = (line) => {
      if (!silent) stream.write(`${printable(line)}\n`);
    };
  }

  /** @param done of the total, by an earlier run that this one goes on with */
  begin(text: string, total: number, done = 0): void {
    this.stop();
    this.#total = total;
    this.#done = done;
    this.#throughput = new Throughput(done);
    if (this.#spinner) this.#spinner.start(printable(text));
    else this.#tellNowAndThen(`${text}  ${done} of ${total}`);
  }

  /** One more is done. */
  advance(text: string): void {
    this.#done += 1;
    const counted = `${this.#done} of ${this.#total}`;
    const rate = `${this.#throughput.rate(this.#done).toPrecision(2)}/s`;
    this.#text = [text, counted, rate, this.#throughput.timeLeft(this.#done, this.#total)].join('  ');
    if (this.#spinner) this.#spinner.text = printable(this.#text);
  }

  /** How far the item in hand has come on its line; a terminal alone shows it. */
  within(text: string, done: number, all: number): void {
    if (!this.#spinner) return;
    const share = done / all;
    const words = [
      `${text}: ${Math.floor(100 * share)} % of its line`,
      `${this.#done} of ${this.#total}`,
      this.#throughput.timeLeft(this.#done + share, this.#total),
    ];
    this.#spinner.text = printable(words.join('  '));
    this.#spinner.render();
  }

  /** A line that stays, amid the rest. */
  note(text: string): void {
    this.#spinner?.clear();
    this.#write(text);
  }

  /** @param text the line that stays */
  end(text: string): void {
    this.#spinner?.succeed(printable(text));
    this.stop();
    if (!this.#spinner) this.#write(text);
  }

  /** Leaves no line: what went wrong is told elsewhere. */
  stop(): void {
    clearInterval(this.#timer);
    this.#spinner?.stop();
  }

  #tellNowAndThen(text: string): void {
    this.#write(text);
    this.#timer = setInterval(() => {
      if (this.#text !== '') this.#write(this.#text);
      this.#text = '';
    }, pause);
    this.#timer.unref();
  }
}
