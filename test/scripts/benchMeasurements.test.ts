import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { measure as measureAllCores } from '../../scripts/bench/allCores.ts';
import { denseProductRate } from '../../scripts/bench/denseProduct.ts';
import type { Alone } from '../../scripts/bench/exactAlone.ts';
import { measure as measureLayers } from '../../scripts/bench/layers.ts';
import { lineOf, type LineName } from '../../scripts/bench/lines.ts';
import { inProcess } from '../../scripts/bench/process.ts';
import { timeInTurn, type Contender } from '../../scripts/bench/timing.ts';
import { exactIntegratedGradients } from '../../src/attribution/index.ts';
import { UserError } from '../../src/base/index.ts';

const alone = new URL('../../scripts/bench/exactAlone.ts', import.meta.url);
const regionsOf = async (name: LineName): Promise<number> => {
  const { network, baseline, input, target } = await lineOf(name);
  return (await exactIntegratedGradients(network, { baseline, input, target })).regions;
};

describe('inProcess', () => {
  it('measures a line in another process, where it is the same', async () => {
    const name: LineName = { kind: 'convolutional', side: 6 };
    const { units, regions, crossings, completenessGap, seconds, before, peak } = await inProcess<Alone>(alone, name);
    expect(regions).toBe(await regionsOf(name));
    expect(units).toBe(2 * 16 * 6 * 6);
    expect(crossings).toBeGreaterThanOrEqual(regions - 1);
    expect(completenessGap).toBeLessThan(1e-9);
    expect(seconds).toBeGreaterThan(0);
    expect(before).toBeGreaterThan(10e6);
    expect(peak).toBeGreaterThanOrEqual(before);
  });

  it('says what went wrong there', async () => {
    const measured = inProcess(alone, { kind: 'image', network: 'mnist_convsmal', stretch: 1 });
    await expect(measured).rejects.toThrow(UserError);
    await expect(measured).rejects.toThrow("Did you mean 'mnist_convsmall'?");
  });
});

describe('lineOf', () => {
  it('goes so many times as far as the image, from the same baseline', async () => {
    const [once, thrice] = [
      await lineOf({ kind: 'image', network: 'mnist_dense', stretch: 1 }),
      await lineOf({ kind: 'image', network: 'mnist_dense', stretch: 3 }),
    ];
    expect(thrice.baseline).toEqual(once.baseline);
    expect(thrice.input).toEqual(once.input.map((x, i) => once.baseline[i] + 3 * (x - once.baseline[i])));
  });

  it('has more and more regions in deeper random networks, faster than their units', async () => {
    const [four, eight, sixteen] = [
      await regionsOf({ kind: 'dense', width: 32, depth: 4 }),
      await regionsOf({ kind: 'dense', width: 32, depth: 8 }),
      await regionsOf({ kind: 'dense', width: 32, depth: 16 }),
    ];
    expect(eight).toBeGreaterThan(2 * four);
    expect(sixteen).toBeGreaterThan(2 * eight);
  });
});

describe('timeInTurn', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** On a clock that goes on by what a run takes, and by nothing else. */
  const taking = (name: string, milliseconds: () => number, onRun: () => void = () => undefined): Contender => ({
    name,
    run: () => {
      onRun();
      vi.advanceTimersByTime(milliseconds());
      return Promise.resolve();
    },
  });

  it('warms up each contender, then takes them in turn, short ones after a run that is not timed', async () => {
    const ran: string[] = [];
    const contender = (name: string, milliseconds: number): Contender =>
      taking(
        name,
        () => milliseconds,
        () => {
          ran.push(name);
        },
      );
    const times = await timeInTurn([contender('slow', 510), contender('quick', 250)], 2, 60_000, 500);
    expect(ran).toEqual(['slow', 'quick', 'quick', 'slow', 'quick', 'quick', 'slow', 'quick', 'quick']);
    expect(times).toEqual([
      { name: 'slow', milliseconds: [510, 510] },
      { name: 'quick', milliseconds: [250, 250] },
    ]);
  });

  it('runs less often what takes long, but once', async () => {
    const [slow, quick] = [taking('slow', () => 400), taking('quick', () => 20)];
    const [first, second] = await timeInTurn([slow, quick], 3, 790, 100);
    expect([first.milliseconds.length, second.milliseconds.length]).toEqual([1, 3]);
  });

  it('repeats what is short and takes the mean', async () => {
    let ran = 0;
    const short = taking('short', () => 10 + 10 * (ran++ % 2));
    // The last of the runs that warm up takes 10, so that twenty fill a round of 200: ten of 10, ten of 20.
    const [{ milliseconds }] = await timeInTurn([short], 1, 1000, 100);
    expect(milliseconds).toEqual([15]);
  });
});

describe('the measurements', () => {
  it('of all cores give the time of an image for each run', async () => {
    const times = await measureAllCores({ network: 'mnist_dense', runs: 1 });
    expect(times).toHaveLength(1);
    for (const time of times) expect(time).toBeGreaterThan(0);
  });

  it('of layers take exact IG first and then every exact method at every layer', async () => {
    const names = (await measureLayers({ network: 'mnist_dense', runs: 1 })).map(({ name }) => name);
    expect(names[0]).toBe('integrated_gradients');
    const layers = names
      .filter((name) => name.startsWith('layer_conductance '))
      .map((name) => name.slice('layer_conductance '.length));
    expect(layers).toHaveLength(5);
    expect(names).toEqual(expect.arrayContaining(layers.map((layer) => `layer_integrated_gradients ${layer}`)));
    expect(names).toEqual(expect.arrayContaining(layers.map((layer) => `internal_influence ${layer}`)));
  });

  it('of a dense product are a rate', () => {
    const rate = denseProductRate();
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(Infinity);
  });
});
