import { UserError } from '../../errors.ts';

/** Runs an action; a UserError it throws says before all else where it happened: "line 3: ...". */
export function within<T>(place: () => string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${place()}: ${error.message}`);
    throw error;
  }
}
