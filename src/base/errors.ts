/**
 * What went wrong, where, what was expected and what to do, in words for the user. The command line prints
 * the message alone and exits with the code; any other error is a defect of this project.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** Runs an action; a UserError it throws says before all else where it happened: "line 3: ...". */
export function within<T>(place: () => string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${place()}: ${error.message}`, error.exitCode);
    throw error;
  }
}

/** What an action gives, or the UserError that it throws. */
export function attempt<T>(action: () => T): T | UserError {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
