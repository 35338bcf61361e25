/** Numbers in [0, 1) that are spread evenly and never repeat: multiples of the golden ratio without their whole part. */
export function evenly(i: number): number {
  return (i * 0.6180339887498949) % 1;
}
