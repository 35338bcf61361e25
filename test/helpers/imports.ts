import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What these files import, and what that imports: our own files by their path, packages by their name. Types count not.
 */
export function importsOf(files: readonly string[]): Set<string> {
  const found = new Set(files);
  for (const file of found) {
    if (!existsSync(file)) continue; // a package
    for (const name of importedBy(readFileSync(file, 'utf8'), loading)) found.add(pathOf(file, name));
  }
  return found;
}

/** For each file our own files that it imports, for types too. */
export function importGraph(files: readonly string[]): Map<string, string[]> {
  return new Map(
    files.map((file) => {
      const names = importedBy(readFileSync(file, 'utf8'), anything).filter((name) => name.startsWith('.'));
      return [file, names.map((name) => pathOf(file, name))];
    }),
  );
}

/** A cycle of a graph, its first node repeated at its end; undefined if there is none. */
export function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    const begin = path.indexOf(node);
    if (begin >= 0) return [...path.slice(begin), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** The TypeScript files of a folder, without those in AssemblyScript. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\bassembly\b/.test(name))
    .map((name) => join(folder, name));
}

function pathOf(file: string, name: string): string {
  return name.startsWith('.') ? join(dirname(file), name) : name;
}

/**
 * What stands behind `from` or a bare `import`; `import()` waits until it is needed and `import type` leaves no trace.
 */
const loading = /^(?:import|export)\s(?!type\s)(?:[^;']*\sfrom\s)?'([^']+)';/gm;
/** The same with types, and with what waits. */
const anything = /^(?:import|export)\s(?:[^;']*\sfrom\s)?'([^']+)';|\bimport\('([^']+)'\)/gm;

function importedBy(text: string, statements: RegExp): string[] {
  return [...text.matchAll(statements)].map(([, name = '', later = '']) => name + later);
}
