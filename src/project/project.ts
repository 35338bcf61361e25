import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = folderOfPackage(new URL('./', import.meta.url));

/** The folder of this project, wherever it is called from; ends with a separator. */
export const projectRoot = fileURLToPath(root);

/** What runs a command of this project, with arguments behind it: in a checkout npm, of the installed package npx. */
export function commandInWords(command: string, ...args: readonly string[]): string {
  const checkedOut = import.meta.url.endsWith('.ts');
  return [
    checkedOut ? `npm run ${command}` : `npx exact-ig ${command}`,
    ...(checkedOut && args.length > 0 ? ['--'] : []),
    ...args,
  ].join(' ');
}

/** The version in package.json. */
export function projectVersion(): string {
  const text = readFileSync(new URL('package.json', root), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The nearest folder from here up that has a package.json: sources lie in `src`, what is compiled in `dist/src`. */
function folderOfPackage(folder: URL): URL {
  const above = new URL('../', folder);
  return existsSync(new URL('package.json', folder)) || above.href === folder.href ? folder : folderOfPackage(above);
}
