import { summarize } from '../../src/experiment/index.ts';

/** Something that is timed against others. */
export interface Contender {
  readonly name: string;
  run(): Promise<unknown>;
}

/** Milliseconds of each run of a contender. */
export interface Times {
  readonly name: string;
  readonly milliseconds: readonly number[];
}

/** The middle of some times and how far they spread. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** Milliseconds after which a contender is warm: what is compiled at run time has been. */
const usualWarmUp = 1000;

/** Milliseconds that a contender is given in each round, or one run: the mean of what is shorter is its time. */
const roundLength = 200;

/**
 * Runs contenders in turn, so that whatever else the machine does meets all of them. Before, each warms up, and in
 * each round by a run that is not timed, unless that takes longer: others have filled the caches.
 *
 * @param patience milliseconds: one whose runs take longer together runs less often, at least once
 * @param warmUp milliseconds that each warms up for
 */
export async function timeInTurn(
  contenders: readonly Contender[],
  runs: number,
  patience: number,
  warmUp = usualWarmUp,
): Promise<Times[]> {
  const lanes: {
    name: string;
    milliseconds: number[];
    run: () => Promise<unknown>;
    warmsUp: boolean;
    repeats: number;
    runs: number;
  }[] = [];
  for (const contender of contenders) {
    const run = (): Promise<unknown> => contender.run();
    const expected = await warmedUp(run, warmUp);
    const repeats = Math.ceil(roundLength / expected);
    const affordable = Math.max(1, Math.floor(patience / (repeats * expected)));
    lanes.push({
      name: contender.name,
      milliseconds: [],
      run,
      warmsUp: expected < warmUp,
      repeats,
      runs: Math.min(runs, affordable),
    });
  }
  for (let round = 0; round < runs; round++) {
    for (const lane of lanes.filter(({ runs: most }) => round < most)) {
      if (lane.warmsUp) await lane.run();
      lane.milliseconds.push(await meanOf(lane.run, lane.repeats));
    }
  }
  return lanes.map(({ name, milliseconds }) => ({ name, milliseconds }));
}

/** The quartiles of times (R type 7). */
export function spreadOf(milliseconds: readonly number[]): Spread {
  const { median = NaN, lowerQuartile = NaN, upperQuartile = NaN } = summarize(milliseconds);
  return { median, lowerQuartile, upperQuartile };
}

/** Milliseconds that a run takes. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

async function meanOf(run: () => Promise<unknown>, repeats: number): Promise<number> {
  return (
    (await timed(async () => {
      for (let i = 0; i < repeats; i++) await run();
    })) / repeats
  );
}

/** The last of the runs that warm up, in milliseconds. */
async function warmedUp(run: () => Promise<unknown>, warmUp: number): Promise<number> {
  let last = await timed(run);
  for (let spent = last; spent < warmUp; spent += last) last = await timed(run);
  return last;
}
