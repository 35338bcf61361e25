import type { TiledMatrix } from '../../network/index.ts';
import type { SmoothEnd } from './smoothEnd.ts';

/** Bytes of weights behind the frontier, at most, that kernels are given. */
const mostHeld = 2 ** 27;

/** The matrices of the steps, for the kernels to read; none if they are too large for that. */
export function matricesToHold({ steps }: SmoothEnd): TiledMatrix[] {
  const matrices = new Set(steps.flatMap(({ operation }) => (operation.family === 'linear' ? operation.matrices : [])));
  const weights = new Set([...matrices].map(({ weights }) => weights));
  const bytes = [...weights].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes > mostHeld ? [] : [...matrices];
}
