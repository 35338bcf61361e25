import { spawnSync } from 'node:child_process';

/** Debian's own Python, which its packages of NumPy and PyTorch are for, before the one of the PATH. */
const interpreters = ['/usr/bin/python3', 'python3'];

/** A Python that has these modules; where there is none it says what is skipped and gives undefined. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const found = interpreters.find((python) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0);
  if (found === undefined) console.warn(`Skipped, because no Python has ${modules.join(' and ')}`);
  return found;
}

/** Runs a program of Python in a folder. @returns what it prints @throws Error with what it complains of */
export function runPython(python: string, program: string, folder: string): string {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
