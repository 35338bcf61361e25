/** What a module exports whose jobs run in threads: `prepare` is called once in each. */
export interface JobModule<Setup, Job, Result> {
  prepare(setup: Setup): Promise<Performer<Job, Result>>;
}

/** Told how much of a job is done. */
export type Tell = (done: number, all: number) => void;

/** Does jobs, one after the other. */
export interface Performer<Job, Result> {
  /** @param tell where somebody wants to know how far it is */
  perform(job: Job, tell?: Tell): Result | Promise<Result>;
  /** Frees what it holds; called when there are no more jobs, but not in a thread that is stopped on the way. */
  close(): void;
}
