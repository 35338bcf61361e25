import type { Choices } from './choices.ts';

/** Bytes with one of them changed, some cut out, repeated or put in, or the end missing. */
export function mutatedBytes(bytes: Uint8Array, choices: Choices): Uint8Array {
  const at = choices.below(bytes.length);
  const length = 1 + choices.below(Math.min(16, bytes.length - at));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  switch (choices.below(6)) {
    case 0:
      return joined(before, [bytes[at] ^ (1 << choices.below(8))], bytes.subarray(at + 1));
    case 1:
      return joined(before, [choices.of([0, 1, 127, 128, 255])], bytes.subarray(at + 1));
    case 2:
      return joined(before, after);
    case 3:
      return joined(before, piece, piece, after);
    case 4:
      return joined(
        before,
        Array.from({ length }, () => choices.below(256)),
        piece,
        after,
      );
    default:
      return before.slice();
  }
}

function joined(...pieces: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
