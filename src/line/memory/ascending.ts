/** Numbers that are sorted one by one. */
const few = 16;

/**
 * Indices of finite numbers by ascending value; equal ones stay in order. Numbers that are spread along a line fall,
 * one or two each, into as many buckets as there are numbers, which is faster than to compare them; where they crowd
 * they are compared.
 */
export function ascending(numbers: Float64Array): Int32Array {
  const count = numbers.length;
  const order = new Int32Array(count);
  const starts = new Int32Array(count + 1);
  const buckets = bucketsOf(numbers);
  for (let i = 0; i < count; i++) starts[buckets[i] + 1]++;
  for (let bucket = 0; bucket < count; bucket++) starts[bucket + 1] += starts[bucket];
  const ends = starts.slice();
  for (let i = 0; i < count; i++) order[ends[buckets[i]]++] = i;
  for (let bucket = 0; bucket < count; bucket++) sort(order, numbers, starts[bucket], starts[bucket + 1]);
  return order;
}

/** Writes the same order of as many numbers as it has room for, of which the first `sorted` are known to ascend. */
export function mergeOrder(numbers: Float64Array, sorted: number, order: Int32Array): void {
  const others = ascending(numbers.subarray(sorted, order.length));
  let known = 0;
  let other = 0;
  for (let i = 0; i < order.length; i++) {
    const next = sorted + others[other];
    const takesKnown = other === others.length || (known < sorted && numbers[known] <= numbers[next]);
    order[i] = takesKnown ? known++ : next;
    if (!takesKnown) other++;
  }
}

/** The bucket of each number; a larger one has no smaller bucket. */
function bucketsOf(numbers: Float64Array): Int32Array {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < numbers.length; i++) {
    least = Math.min(least, numbers[i]);
    most = Math.max(most, numbers[i]);
  }
  const scale = most > least ? (numbers.length - 1) / (most - least) : 0;
  const buckets = new Int32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) buckets[i] = Math.floor((numbers[i] - least) * scale);
  return buckets;
}

/** Sorts indices, which ascend where numbers are equal. */
function sort(order: Int32Array, numbers: Float64Array, begin: number, end: number): void {
  if (end - begin > few) {
    order.subarray(begin, end).sort((i, j) => numbers[i] - numbers[j] || i - j);
    return;
  }
  for (let at = begin + 1; at < end; at++) {
    const index = order[at];
    let to = at;
    for (; to > begin && numbers[order[to - 1]] > numbers[index]; to--) order[to] = order[to - 1];
    order[to] = index;
  }
}
