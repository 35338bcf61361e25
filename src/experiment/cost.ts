import type { Network } from '../network/index.ts';

/**
 * About what one image of a network costs, relative to another network's: the square root of its multiply-adds. (Six
 * networks of 90 thousand to 11 million of them took times in this proportion, all but one within a factor of two.)
 */
export function costOf({ nodes }: Network): number {
  let multiplyAdds = 0;
  for (const { operation } of nodes) {
    if (operation.family !== 'linear') continue;
    for (const { starts, tileRows, tileColumns } of operation.matrices)
      multiplyAdds += starts.length * tileRows * tileColumns;
  }
  return Math.sqrt(Math.max(1, multiplyAdds));
}
