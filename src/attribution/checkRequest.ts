import { counted, UserError } from '../base/index.ts';
import { checkFinite, checkProcessing, formatShape, type Network } from '../network/index.ts';
import { checkWhole } from './checkWhole.ts';
import type { Method } from './method.ts';
import type { ExplainRequest, MethodOptions } from './request.ts';

/** @throws UserError if an option is none of the method's, or has a value that it cannot have */
export function checkOptions({ name, options }: Method, request: ExplainRequest): void {
  const known: readonly string[] = ['method', 'input', 'target', 'output', 'gradients', ...options];
  for (const [option, value] of Object.entries(request)) {
    if (value === undefined || known.includes(option)) continue;
    throw new UserError(`Method '${name}' takes no '${option}'; it takes ${known.slice(1).join(', ')}.`);
  }
  checkAccuracy(name, request);
  checkOthers(request);
}

function checkAccuracy(name: string, { n, within }: MethodOptions): void {
  if (n !== undefined) checkWhole(`number n of method '${name}'`, n, 1);
  if (n !== undefined && within !== undefined)
    throw new UserError('Both n and a tolerance (within) are given; n follows from a tolerance. Give one of them.');
  if (within !== undefined && !(within > 0 && within < Infinity))
    throw new UserError(`The tolerance 'within' is ${within}; expected a number above 0, like 0.01.`);
}

function checkOthers({
  seed = 0,
  deviation = 0,
  attributeTo = 'output',
  memory = Infinity,
  processing = { divisor: 1, offset: 0 },
}: MethodOptions): void {
  checkWhole('seed', seed, 0);
  if (!(deviation >= 0 && deviation < Infinity))
    throw new UserError(`The deviation of the noise is ${deviation}; expected a number from 0.`);
  if (!['output', 'input'].includes(attributeTo))
    throw new UserError(`'attributeTo' is '${attributeTo}'; expected output or input.`);
  if (!(memory > 0)) throw new UserError(`The memory is ${memory}; expected a number of bytes above 0.`);
  checkProcessing(processing);
}

/** @throws UserError unless there is an input, and each is finite and of the network's size */
export function checkInputs(inputs: readonly Float64Array[], { inputSize, inputShape }: Network): void {
  if (inputs.length === 0) throw new UserError('The batch of inputs is empty; expected at least one input.');
  inputs.forEach((input, i) => {
    const what = inputs.length === 1 ? 'input' : `input number ${i}`;
    if (!(input instanceof Float64Array))
      throw new UserError(`The ${what} is no Float64Array, Float32Array or list of numbers.`);
    if (input.length !== inputSize)
      throw new UserError(
        `The ${what} has ${counted(input.length, 'number')}, the network takes ${inputSize} (${formatShape(inputShape)}).`,
      );
    checkFinite(what, input);
  });
}
