/** How fast something goes: done since it began, per second, and the time that the rest takes at that throughput. */
export class Throughput {
  readonly #began = performance.now();

  /** @param doneBefore done before it began, which says nothing of the throughput */
  constructor(readonly doneBefore = 0) {}

  /** Done per second; 0 before anything is done. */
  rate(done: number): number {
    return (done - this.doneBefore) / Math.max((performance.now() - this.#began) / 1000, 1e-3);
  }

  /** Like "2 min 5 s left"; empty while nothing can be said. */
  timeLeft(done: number, total: number | undefined): string {
    const rate = this.rate(done);
    return rate > 0 && total !== undefined ? `${formatSeconds((total - done) / rate)} left` : '';
  }
}

/** Like "45 s", "2 min 5 s", "3 h 10 min". */
export function formatSeconds(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  return `${Math.floor(rounded / 3600)} h ${Math.floor((rounded % 3600) / 60)} min`;
}
