/** What the command line ends with; `docs/command-line.md` lists them. A signal ends it with 128 and its number. */
export const exitCodes = {
  ok: 0,
  /** A mistake of the user, or a defect. */
  error: 1,
  /** Attributions are not within the tolerance that was asked for: of `explain` and `judge`. */
  notWithin: 2,
  /** The run is through, but some items failed. */
  someFailed: 3,
  /** Something could not be written: a full disk, a limit, a read-only or vanished folder. */
  cannotWrite: 4,
  /** A thread was lost, mostly for want of memory. */
  threadLost: 5,
  /** Another run is going on in the folder. */
  folderInUse: 6,
} as const;
