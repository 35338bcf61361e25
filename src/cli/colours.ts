import { Parser } from 'yargs/helpers';

/**
 * Turns colours off in what prints them, if `--no-color` says so, or `NO_COLOR` (https://no-color.org) and not
 * `--color`. Node.js and libraries look at the environment, some when they are loaded, and not all of them at
 * `NO_COLOR`; of both variables Node.js would warn.
 */
export function heedColours(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): void {
  const { NO_COLOR: unwanted = '' } = environment;
  const { color = unwanted === '' } = Parser([...args], { boolean: ['color'] }) as { color?: boolean };
  delete environment.NO_COLOR;
  if (!color) environment.FORCE_COLOR = '0';
}
