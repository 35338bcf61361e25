export { countOf, formatAxes, indicesOf, transposed, type NdArray } from './ndArray.ts';
export { readNpy, writeNpy } from './npy.ts';
export { readNpz, writeNpz } from './npz.ts';
export { filesOfZip } from './zip.ts';
