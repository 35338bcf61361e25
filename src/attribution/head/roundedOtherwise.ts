import { evaluateNode, type Linear, type Operation } from '../../network/index.ts';

const absolutes = new WeakMap<Linear, Linear>();

/** Changes numbers by as much as rounding may, up or down by turns that seem random. */
export function roundOtherwise(numbers: Float64Array, sizes = numbers): void {
  for (let unit = 0; unit < numbers.length; unit++) {
    const up = ((unit + 1) * 2654435761) & (1 << 16);
    numbers[unit] += (up === 0 ? -1 : 1) * Number.EPSILON * Math.abs(sizes[unit]);
  }
}

/** The same with the value of a step: of sums by the sizes of their terms. */
export function roundStepOtherwise(operation: Operation, read: readonly Float64Array[], value: Float64Array): void {
  if (operation.family === 'smooth') roundOtherwise(value);
  if (operation.family === 'linear') {
    const sizes = read.map((x) => x.map(Math.abs));
    roundOtherwise(value, evaluateNode(absoluteOf(operation), sizes));
  }
}

function absoluteOf(operation: Linear): Linear {
  const { matrices, bias } = operation;
  const absolute = absolutes.get(operation) ?? {
    ...operation,
    matrices: matrices.map((matrix) => ({ ...matrix, weights: matrix.weights.map(Math.abs) })),
    ...(bias && { bias: bias.map(Math.abs) }),
  };
  absolutes.set(operation, absolute);
  return absolute;
}
