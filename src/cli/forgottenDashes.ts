import { UserError } from '../base/index.ts';

/**
 * npm takes options that do not stand behind `--` for itself and hands on what is left, so that an option without value
 * would be ignored in silence. It tells which it took in variables of the environment.
 *
 * @param options that the command has
 * @throws UserError if npm has taken one of them
 */
export function checkDashes(options: readonly string[], environment: NodeJS.ProcessEnv = process.env): void {
  const script = environment.npm_lifecycle_event;
  if (script === undefined) return;
  const taken = options.find((option) => environment[`npm_config_${option.replaceAll('-', '_')}`] !== undefined);
  if (taken === undefined) return;
  throw new UserError(
    `npm took --${taken} for itself. Options stand behind two dashes: npm run ${script} -- ... --${taken} ...`,
  );
}
