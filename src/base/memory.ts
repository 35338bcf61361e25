import { UserError } from './errors.ts';
import { shown } from './shown.ts';

/** Bytes of the units that `--memory` knows. */
const units: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/**
 * Bytes from an amount of memory like `512MB`, `2 GB` or `1.5GiB`.
 *
 * @throws UserError if it is none
 */
export function parseMemory(text: string): number {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const name = Object.keys(units).find((known) => known.toLowerCase() === unit.toLowerCase());
  const bytes = name === undefined ? 0 : Number(amount) * units[name];
  if (bytes > 0) return bytes;
  throw new UserError(`'${text}' is no amount of memory; expected a number with a unit, like 512MB or 2GB.`);
}

/** `12.3 MB` */
export function formatMemory(bytes: number): string {
  return bytes >= units.GB ? `${(bytes / units.GB).toFixed(1)} GB` : `${(bytes / units.MB).toFixed(1)} MB`;
}

/** @throws UserError unless it is a number of bytes, or infinite; of code without types it may be anything */
export function checkMemory(bytes: unknown): void {
  if (typeof bytes === 'number' && bytes >= 0) return;
  throw new UserError(`The memory is ${shown(bytes)}; expected a number of bytes.`);
}
