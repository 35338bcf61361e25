import { counted, isObject, isRecord, isWhole, shown, UserError, wholeIn } from '../../base/index.ts';
import { checkFinite, checkProcessing, formatShape, type Network } from '../../network/index.ts';
import type { Method } from '../methods/index.ts';
import type { ExplainRequest } from './request.ts';

/** Nodes of a rule, or samples, at most: bounds the memory. */
const mostNodes = 2 ** 24;

/** What an option may be, also for code without types. */
interface Kind {
  readonly holds: (value: unknown) => boolean;
  readonly expected: string;
}

const flag: Kind = { holds: (value) => typeof value === 'boolean', expected: 'true or false' };
const pair: Kind = {
  holds: (value) => Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === 'number'),
  expected: 'two numbers, of rows and columns',
};

function either(...names: readonly string[]): Kind {
  return { holds: (value) => names.includes(value as string), expected: names.join(' or ') };
}

function finite(expected: string, holds: (value: number) => boolean): Kind {
  return { holds: (value) => typeof value === 'number' && value < Infinity && holds(value), expected };
}

function whole(least: number, most: number): Kind {
  return { holds: (value) => isWhole(value, least, most), expected: wholeIn(least, most) };
}

/** Options whose values are looked at here; names, points and units are where they are resolved. */
const values = {
  output: either('probability', 'logits'),
  gradients: { holds: isGradients, expected: "options like { backend: 'wasm' }, or what gradientsOf made" },
  layersTogether: flag,
  attributeTo: either('output', 'input'),
  averageBaselines: flag,
  n: whole(1, mostNodes),
  within: finite('a number above 0, like 0.01', (value) => value > 0),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  multiplyByInputs: flag,
  deviation: finite('a number from 0', (value) => value >= 0),
  features: { holds: isArrayLike, expected: 'a list with the number of a feature for each element of the input' },
  window: pair,
  strides: pair,
  memory: finite('a number of bytes above 0', (value) => value > 0),
  progress: { holds: isFunction, expected: 'a function' },
} satisfies { readonly [option in keyof ExplainRequest]?: Kind };

function isGradients(value: unknown): boolean {
  if (!isObject(value)) return false;
  return !('gradientsAt' in value) || [value.gradientsAt, value.valuesAt].every(isFunction);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isArrayLike(value: unknown): boolean {
  return isRecord(value) && typeof value.length === 'number';
}

/** @throws UserError if an option is none of the method's, or has a value that it cannot have */
export function checkOptions({ name, options }: Method, request: ExplainRequest): void {
  const known: readonly string[] = ['method', 'input', 'target', 'output', 'gradients', ...options];
  for (const [option, value] of Object.entries(request)) {
    if (value === undefined || known.includes(option)) continue;
    throw new UserError(`Method '${name}' takes no '${option}'; it takes ${known.slice(1).join(', ')}.`);
  }
  for (const [option, { holds, expected }] of Object.entries(values)) {
    const value: unknown = request[option as keyof typeof values];
    if (value !== undefined && !holds(value))
      throw new UserError(`The option '${option}' is ${shown(value)}; expected ${expected}.`);
  }
  if (request.n !== undefined && request.within !== undefined)
    throw new UserError('Both n and a tolerance (within) are given; n follows from a tolerance. Give one of them.');
  if (request.processing !== undefined) checkProcessing(request.processing);
}

/** @throws UserError unless there is an input, and each is finite and of the network's size */
export function checkInputs(inputs: readonly Float64Array[], { inputSize, inputShape }: Network): void {
  if (inputs.length === 0) throw new UserError('The batch of inputs is empty; expected at least one input.');
  inputs.forEach((input, i) => {
    const what = inputs.length === 1 ? 'input' : `input number ${i}`;
    if (input.length !== inputSize)
      throw new UserError(
        `The ${what} has ${counted(input.length, 'number')}, the network takes ${inputSize} (${formatShape(inputShape)}).`,
      );
    checkFinite(what, input);
  });
}
