/** To the nearest whole number; halves go to the even neighbour. */
export function toEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? 2 * Math.round(floor / 2) : Math.round(x);
}
