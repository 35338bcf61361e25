/**
 * Indices of numbers by ascending value; equal ones stay in order. Sorting the numbers and looking up their places is
 * faster than a sort that asks a function for each comparison.
 */
export function ascending(numbers: Float64Array): Int32Array {
  const sorted = numbers.slice().sort();
  const order = new Int32Array(numbers.length);
  /** At the first place of each number how often it came already. */
  const met = new Int32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const place = firstNotBelow(sorted, numbers[i]);
    order[place + met[place]++] = i;
  }
  return order;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
