/** What a module exports whose jobs run in threads: `prepare` is called once in each. */
export interface JobModule<Setup, Job, Result> {
  prepare(setup: Setup): Promise<Performer<Job, Result>>;
}

/** Does jobs, one after the other. */
export interface Performer<Job, Result> {
  perform(job: Job): Result | Promise<Result>;
  /** Frees what it holds; called when there are no more jobs, but not in a thread that is stopped on the way. */
  close(): void;
}
