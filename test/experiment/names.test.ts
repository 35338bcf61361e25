import { describe, expect, it } from 'vitest';
import { namesIn } from '../../src/experiment/index.ts';

describe('namesIn', () => {
  it('takes what commas separate, without spaces around it', () => {
    expect(namesIn('networks', 'a, b.onnx ,c')).toEqual(['a', 'b.onnx', 'c']);
  });

  it('takes a name with a comma in double quotes', () => {
    expect(namesIn('networks', '"folder/a,b.onnx",c')).toEqual(['folder/a,b.onnx', 'c']);
  });

  it('refuses a quotation mark that is not closed', () => {
    expect(() => namesIn('networks', '"a,b')).toThrow('--networks is "a,b, in which a quotation mark is not closed.');
  });

  it('refuses a name that is there twice', () => {
    expect(() => namesIn('rules', 'left,left')).toThrow("--rules names 'left' twice; expected each name once.");
  });
});
