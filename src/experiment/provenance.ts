/** What is known of the code and the machine that compute, as far as it can be found out. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, hostname, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { projectRoot, projectVersion, sha256 } from '../project/index.ts';

/** The code: what results could change with. */
export interface Code {
  readonly version: string;
  /** Of the checkout; absent without one. */
  readonly commit?: string;
  /** True if files differ from the commit. */
  readonly dirty?: boolean;
  readonly node: string;
  /** Versions of the packages that are installed, by name. */
  readonly packages: Readonly<Record<string, string>>;
  /** SHA-256 of package-lock.json; absent in an installed package. */
  readonly lockfile?: string;
}

/** The machine. */
export interface Machine {
  readonly host: string;
  readonly platform: string;
  readonly cpu: { readonly model: string; readonly count: number };
  /** In bytes. */
  readonly memory: number;
}

export function describeCode(): Code {
  const lockfile = join(projectRoot, 'package-lock.json');
  return {
    version: projectVersion(),
    ...describeCommit(),
    node: process.version,
    packages: installedPackages(),
    ...(existsSync(lockfile) && { lockfile: sha256(readFileSync(lockfile, 'utf8')) }),
  };
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    host: hostname(),
    platform: `${process.platform} ${process.arch}`,
    cpu: { model: processors.at(0)?.model ?? 'unknown', count: processors.length },
    memory: totalmem(),
  };
}

function describeCommit(): Pick<Code, 'commit' | 'dirty'> {
  try {
    // It may lie within the checkout of another project.
    if (resolve(git('rev-parse', '--show-toplevel')) !== resolve(projectRoot)) return {};
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' };
  } catch {
    return {};
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 10_000,
  }).trim();
}

function installedPackages(): Record<string, string> {
  const { dependencies, optionalDependencies } = json(join(projectRoot, 'package.json')) as Record<
    string,
    Record<string, string> | undefined
  >;
  const names = Object.keys({ ...dependencies, ...optionalDependencies }).sort();
  const files = names.map((name) => ({ name, file: join(projectRoot, 'node_modules', name, 'package.json') }));
  return Object.fromEntries(
    files
      .filter(({ file }) => existsSync(file))
      .map(({ name, file }) => [name, (json(file) as { version: string }).version]),
  );
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
