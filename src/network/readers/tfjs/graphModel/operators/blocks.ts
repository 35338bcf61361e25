import { UserError } from '../../../../../base/index.ts';
import { selectAlong, ZeroPad } from '../../../../layers/index.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { range } from './moving.ts';

/** Rows and columns of blocks, and cells before and behind each axis. */
function blocksOf(node: GraphNode, name: 'paddings' | 'crops'): { block: readonly number[]; sides: readonly number[] } {
  const [block, sides] = [[...node.constant(1, 'block').data], [...node.constant(2, name).data]];
  const isCells = (cells: number): boolean => Number.isInteger(cells) && cells >= 0 && cells <= 2 ** 17;
  if (
    block.length === 2 &&
    sides.length === 4 &&
    block.every((size) => isCells(size) && size > 0) &&
    sides.every(isCells)
  )
    return { block, sides };
  throw new UserError(
    `its block is [${block.slice(0, 9).join(', ')}] and its ${name} [${sides.slice(0, 9).join(', ')}], expected two and four whole numbers.`,
  );
}

/**
 * The cells of each place of a block as an image of its own, in a larger batch. What convolutes those is a dilated
 * convolution of the whole, and so the whole is handed on, with the size of the block as its dilation.
 */
export const spaceToBatch: TranslateNode = (node) => {
  const image = node.image();
  const {
    block,
    sides: [top, bottom, left, right],
  } = blocksOf(node, 'paddings');
  const padded = node.append(new ZeroPad({ top, left, bottom, right }), [image]);
  if (padded.shape[0] % block[0] !== 0 || padded.shape[1] % block[1] !== 0)
    throw new UserError('its padded image does not fall into blocks.');
  return { ...padded, block };
};

/** The images of all places put together, and cropped. */
export const batchToSpace: TranslateNode = (node) => {
  const value = node.value(0);
  const {
    block,
    sides: [top, bottom, left, right],
  } = blocksOf(node, 'crops');
  if (value.kind !== 'computed' || value.block?.[0] !== block[0] || value.block[1] !== block[1])
    throw new UserError('it puts together what no SpaceToBatchND of such blocks took apart.');
  const [rows, columns] = value.shape;
  const { node: name, shape } = value;
  return node.append(
    selectAlong(shape, [range(top, rows - top - bottom), range(left, columns - left - right), undefined]),
    [{ node: name, shape }],
  );
};
