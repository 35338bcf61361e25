import { expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { WasmArrays } from '../../../src/line/kernels/wasmArrays.ts';

it('arrays for which there is no more memory are refused in one sentence, and smaller ones are made afterwards', () => {
  // Three pages of 64 KiB, of which two are there.
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 3, shared: true });
  const arrays = new WasmArrays(memory, 0, () => undefined);
  expect(() => arrays.float64(24576)).toThrow(UserError);
  arrays.reset();
  expect(() => arrays.float64(24576)).toThrow('takes 0.2 MB, more than the 4 GiB that WebAssembly may have');
  arrays.reset();
  expect(arrays.float64(16384)).toHaveLength(16384);
  expect(memory.buffer.byteLength).toBe(3 * 65536);
});
