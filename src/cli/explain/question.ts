import {
  explain,
  methodNamed,
  ruleChoiceNamed,
  type Explanation,
  type ExplainRequest,
  type Output,
  type RuleChoice,
} from '../../attribution/index.ts';
import { loadNetwork, type LoadedNetwork } from '../../catalogue/index.ts';
import { UserError } from '../../base/index.ts';
import { readingOf } from '../../experiment/index.ts';
import { checkInputOptions, largestOf, readInputs, type Input, type Inputs } from '../../inputs/index.ts';
import type { Network } from '../../network/index.ts';
import { readBaselines, type NamedBaseline } from './baselines.ts';
import { Classes } from './classes.ts';
import { indicesAt } from '../places.ts';
import { inputOptionsOf, rowsAndColumnsOf, wordsOf, type Given } from './given.ts';

/** What is asked, with everything read that it names. */
export interface Question {
  /** Its network gives what is explained: of one that ends in a softmax or sigmoid perhaps what goes into that. */
  readonly loaded: LoadedNetwork;
  /** The network as it was read. */
  readonly fullNetwork: Network;
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
  /** Those of each input, one or several. */
  readonly baselines: readonly (readonly NamedBaseline[])[];
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
  checkInputOptions(given.input, options);
  const inputs = await readInputs(given.input, loaded, options);
  const { outputShape } = loaded.network;
  const classes = given.labels === undefined ? new Classes(outputShape) : await Classes.read(given.labels, outputShape);
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
    fullNetwork: ending?.fullNetwork ?? loaded.network,
    ...(ending && { output: ending.output }),
    inputs,
    classes,
    methods,
    given,
    sampling,
    baseline,
    baselines: await readBaselines(baseline, loaded, inputs, options),
  };
}

/** Answers one input by every method, for every target. */
export async function answer(
  question: Question,
  index: number,
  progress: ExplainRequest['progress'] & {},
): Promise<Answered> {
  const { loaded, fullNetwork, inputs, classes, given } = question;
  const input = inputs.inputs[index];
  const outputs = loaded.network.evaluate(input.values);
  const top = largestOf(outputs);
  const targets = wordsOf(given.target).map((word) => classes.targetOf(word, input, top));
  const explanations: Explanation[] = [];
  for (const method of question.methods) {
    explanations.push(
      ...(await explain(fullNetwork, {
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
  const { layer, neuron, seed, window, strides, backend, averageBaselines } = given;
  const { processing } = inputs;
  const all: Partial<ExplainRequest> = {
    seed,
    baseline: baselines[index].map(({ baseline }) => baseline),
    ...(averageBaselines !== undefined && { averageBaselines }),
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
  const some = ['layer', 'neuron', 'rule', 'n', 'baseline', 'averageBaselines', 'memory', 'window', 'strides'] as const;
  for (const option of some) {
    if (given[option] === undefined || known.some(({ options }) => options.includes(option))) continue;
    const typed = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UserError(`--${typed} is given, and ${methods.join(', ')} takes none; leave it out.`);
  }
}

function unitOf(given: string): number | number[] {
  const numbers = indicesAt(given) ?? wordsOf(given).map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN))
    throw new UserError(
      `--neuron is '${given}'; expected the index of a unit, or its place: CHANNEL@ROWxCOLUMN or row,column,channel.`,
    );
  return numbers.length === 1 ? numbers[0] : numbers;
}
