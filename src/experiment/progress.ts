import ora, { type Ora } from 'ora';
import { Pace } from './pace.ts';

/** A spinner on stderr: what is being done, how much of it is done, how fast, and the time left. */
export class Progress {
  readonly #spinner: Ora;
  #total = 0;
  #done = 0;
  #pace = new Pace();

  /** @param silent writes nothing */
  constructor(silent = false) {
    this.#spinner = ora({ isSilent: silent, discardStdin: false });
  }

  /** @param done of the total, by an earlier run that this one goes on with */
  begin(text: string, total: number, done = 0): void {
    this.#total = total;
    this.#done = done;
    this.#pace = new Pace(done);
    this.#spinner.start(text);
  }

  /** One more is done. */
  advance(text: string): void {
    this.#done += 1;
    const counted = `${this.#done} of ${this.#total}`;
    const rate = `${this.#pace.rate(this.#done).toPrecision(2)}/s`;
    this.#spinner.text = [text, counted, rate, this.#pace.timeLeft(this.#done, this.#total)].join('  ');
  }

  /** @param text the line that stays */
  end(text: string): void {
    this.#spinner.succeed(text);
  }

  /** Leaves no line: what went wrong is told elsewhere. */
  stop(): void {
    this.#spinner.stop();
  }
}
