import { UserError } from '../base/index.ts';

/** What lies in the place of this run's files is of another run. */
export function runMismatch(path: string, reason: string): UserError {
  return new UserError(
    `'${path}' is of a different run: ${reason}. Replace it with --fresh, or choose another folder with --artifacts.`,
  );
}
