import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of this project, wherever it is called from; ends with a separator. */
export const projectRoot = fileURLToPath(new URL('../', import.meta.url));

/** The version in package.json. */
export function projectVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
