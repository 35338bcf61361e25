/** A disk of few bytes for tests: a file system in memory, which Linux's root may mount. */
import { spawnSync } from 'node:child_process';

/** @returns false where it cannot be mounted */
export function mountSmallDisk(folder: string, kilobytes: number): boolean {
  return mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
}

/** Changes it amid its use. @param options of mount, like `ro` or `size=4m` */
export function remount(folder: string, options: string): void {
  if (!mount('-o', `remount,${options}`, folder)) throw new Error(`'${folder}' cannot be remounted with ${options}.`);
}

export function unmount(folder: string): void {
  spawnSync('umount', ['-l', folder]);
}

function mount(...args: string[]): boolean {
  return process.platform === 'linux' && spawnSync('mount', args).status === 0;
}
