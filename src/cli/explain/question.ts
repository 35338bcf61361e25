import {
  baselineKinds,
  explain,
  methodNamed,
  ruleChoiceNamed,
  type Baseline,
  type Explanation,
  type ExplainRequest,
  type Output,
  type RuleChoice,
} from '../../attribution/index.ts';
import { loadNetwork, type LoadedNetwork } from '../../catalogue/index.ts';
import { counted, UserError } from '../../base/index.ts';
import { readingOf } from '../../experiment/index.ts';
import { largestOf, readInputs, type Input, type Inputs } from '../../inputs/index.ts';
import type { Network } from '../../network/index.ts';
import { Classes } from './classes.ts';
import { inputOptionsOf, rowsAndColumnsOf, wordsOf, type Given } from './given.ts';

/** What is asked, with everything read that it names. */
export interface Question {
  /** Its network gives what is explained: of one that ends in a softmax or sigmoid perhaps what goes into that. */
  readonly loaded: LoadedNetwork;
  /** The network as it was read. */
  readonly whole: Network;
  /** Of a network that ends in a softmax or sigmoid: what of it is explained. */
  readonly output?: Output;
  readonly inputs: Inputs;
  readonly classes: Classes;
  readonly methods: readonly string[];
  readonly given: Given;
  /** How answers are computed, where it is said: by a rule, with so many partitions, or within a tolerance. */
  readonly sampling: Sampling;
  /** As it was named, or what was assumed. */
  readonly baseline: string;
  /** One for each input, or one for all. */
  readonly baselines: readonly Baseline[];
}

/** What of a rule, its partitions, a tolerance and memory is said. */
export interface Sampling {
  readonly rule?: RuleChoice;
  readonly n?: number;
  readonly within?: number;
  /** Bytes for the network and exact answers: what is said, or what the machine had free before. */
  readonly memory?: number;
}

/** An input with what the network makes of it, and the answers about it. */
export interface Answered {
  readonly input: Input;
  readonly outputs: Float64Array;
  readonly top: number;
  readonly explanations: readonly Explanation[];
}

/**
 * Reads the network, inputs, baseline and names of outputs. @throws UserError if one of them cannot be read or does not
 * fit
 */
export async function readQuestion(given: Given, methods: readonly string[], within?: number): Promise<Question> {
  checkMethods(methods, given);
  const free = process.availableMemory();
  const reading = (await readingOf(given)).options;
  const loaded = await loadNetwork(given.network, reading);
  const { ending } = loaded;
  const options = inputOptionsOf(given);
  const inputs = await readInputs(given.input, loaded, options);
  const { outputSize } = loaded.network;
  const classes = given.labels === undefined ? new Classes(outputSize) : await Classes.read(given.labels, outputSize);
  const baseline = given.baseline ?? (inputs.processing ? 'black' : 'zero');
  const { rule, n } = given;
  const sampling = {
    ...(rule !== undefined && { rule: ruleChoiceNamed(rule) }),
    ...(n !== undefined && { n }),
    ...(within !== undefined && { within }),
    memory: reading.memory ?? free,
  };
  return {
    loaded,
    whole: ending?.whole ?? loaded.network,
    ...(ending && { output: ending.output }),
    inputs,
    classes,
    methods,
    given,
    sampling,
    baseline,
    baselines: await baselinesOf(baseline, loaded, inputs, given),
  };
}

/** Answers one input by every method, for every target. */
export async function answer(
  question: Question,
  index: number,
  progress: ExplainRequest['progress'] & {},
): Promise<Answered> {
  const { loaded, whole, inputs, classes, given } = question;
  const input = inputs.inputs[index];
  const outputs = loaded.network.evaluate(input.values);
  const top = largestOf(outputs);
  const targets = wordsOf(given.target).map((word) => classes.targetOf(word, input, top));
  const explanations: Explanation[] = [];
  for (const method of question.methods) {
    explanations.push(
      ...(await explain(whole, {
        ...requestOf(question, index, method, targets),
        ...(takes(method, 'progress') && { progress }),
      })),
    );
  }
  return { input, outputs, top, explanations };
}

/** The request to `explain`: of the options those that the method takes. */
export function requestOf(
  { inputs, baselines, given, sampling, output }: Question,
  index: number,
  method: string,
  targets: readonly number[],
): ExplainRequest {
  const { layer, neuron, seed, window, strides, backend } = given;
  const { processing } = inputs;
  const all: Partial<ExplainRequest> = {
    seed,
    baseline: baselines[index % baselines.length],
    ...(processing && { processing }),
    ...(layer && { layer }),
    ...(neuron !== undefined && { neuron: unitOf(neuron) }),
    ...(window !== undefined && { window: rowsAndColumnsOf('window', window) }),
    ...(strides !== undefined && { strides: rowsAndColumnsOf('strides', strides) }),
    ...sampling,
  };
  const own = Object.fromEntries(Object.entries(all).filter(([option]) => takes(method, option)));
  const { name, neuron: role } = methodNamed(method);
  return {
    method: name,
    input: inputs.inputs[index].values,
    ...(output && { output }),
    ...(backend !== undefined && { gradients: { backend } }),
    ...(role !== 'explained' && { target: targets }),
    ...own,
  };
}

function takes(method: string, option: string): boolean {
  const options: readonly string[] = methodNamed(method).options;
  return options.includes(option);
}

/** @throws UserError if a method is unknown, or none takes an option that is given */
function checkMethods(methods: readonly string[], given: Given): void {
  const known = methods.map(methodNamed);
  for (const option of ['layer', 'neuron', 'rule', 'n', 'baseline', 'memory', 'window', 'strides'] as const) {
    if (given[option] === undefined || known.some(({ options }) => options.includes(option))) continue;
    throw new UserError(`--${option} is given, and ${methods.join(', ')} takes none; leave it out.`);
  }
}

async function baselinesOf(
  name: string,
  loaded: LoadedNetwork,
  { inputs, processing }: Inputs,
  given: Given,
): Promise<Baseline[]> {
  if (name === 'zero') return [new Float64Array(loaded.network.inputSize)];
  const kind = baselineKinds.find((known) => known === name);
  if (kind === undefined) return givenBaselines(name, loaded, inputs.length, given);
  if (processing || kind === 'mean' || kind === 'blurred') return [kind];
  throw new UserError(
    `The baseline ${kind} is one of pixels, and the input is taken as it is; say how pixels become inputs (--processing), or give --baseline zero or a file.`,
  );
}

async function givenBaselines(name: string, loaded: LoadedNetwork, inputs: number, given: Given): Promise<Baseline[]> {
  const read = await readInputs(name, loaded, inputOptionsOf(given)).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `The baseline '${name}' is neither zero, ${baselineKinds.join(', ')} nor an input that can be read: ${error.message}`,
    );
  });
  const values = read.inputs.map((input) => input.values);
  if (values.length === 1 || values.length === inputs) return values;
  throw new UserError(
    `${name} has ${counted(values.length, 'baseline')} for ${counted(inputs, 'input')}; expected one for all, or one for each.`,
  );
}

function unitOf(given: string): number | number[] {
  const numbers = wordsOf(given).map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN))
    throw new UserError(`--neuron is '${given}'; expected the index of a unit, or row,column,channel.`);
  return numbers.length === 1 ? numbers[0] : numbers;
}
