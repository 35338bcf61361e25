import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What these files import, and what that imports: our own files by their path, packages by their name. Types count not.
 */
export function importsOf(files: readonly string[]): Set<string> {
  const found = new Set(files);
  for (const file of found) {
    if (!existsSync(file)) continue; // a package
    for (const name of importedBy(readFileSync(file, 'utf8'))) {
      found.add(name.startsWith('.') ? join(dirname(file), name) : name);
    }
  }
  return found;
}

/** The TypeScript files of a folder, without those in AssemblyScript. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\bassembly\b/.test(name))
    .map((name) => join(folder, name));
}

/**
 * What stands behind `from` or a bare `import`; `import()` waits until it is needed and `import type` leaves no trace.
 */
function importedBy(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s(?!type\s)(?:[^;']*\sfrom\s)?'([^']+)';/gm);
  return [...statements].map(([, name]) => name);
}
