import type { Explanation, Output } from '../../attribution/index.ts';
import { counted, paragraph } from '../../base/index.ts';
import { tableToText } from '../../experiment/index.ts';
import { shortened } from '../../figures/index.ts';
import { formatShape } from '../../network/index.ts';
import { fromBaselines } from './baselines.ts';
import { isList, placesInWords } from '../places.ts';
import type { Answered, Question } from './question.ts';

/** So many of the largest outputs are listed. */
const firstClasses = 3;
/** Of their names, so that the table fits a terminal. */
const outputLetters = 48;

/** What is explained, and what was assumed. */
export function headline({ loaded: { name, network }, inputs, baseline, baselines, output }: Question): string {
  const { inputShape, outputSize, outputShape } = network;
  const places = isList(outputShape) ? '' : `, ${formatShape(outputShape)}, each ${placesInWords(outputShape)}`;
  const size = `${name} takes ${formatShape(inputShape)} and gives ${counted(outputSize, 'output')}${places}.`;
  const explained = output === undefined ? [] : [explainedInWords[output]];
  return paragraph(
    [
      size,
      ...explained,
      ...inputs.assumptions,
      `${baselines[0].length > 1 ? 'Baselines' : 'Baseline'}: ${baseline}.`,
    ].join(' '),
  );
}

/** What is explained of a network that ends in a softmax or sigmoid. */
const explainedInWords: Readonly<Record<Output, string>> = {
  probability: 'Its probabilities are explained (what goes into them: --output logits).',
  logits: 'Its logits are explained, which go into its probabilities.',
};

/** What one output is called. */
export function quantityOf({ output }: Pick<Question, 'output'>): string {
  return output === 'logits' ? 'logit' : (output ?? 'output');
}

/** The largest outputs for an input, and those that are explained, with the network's confidence in them. */
export function prediction(question: Question, { input, outputs, explanations }: Answered): string {
  const { classes, output: explained } = question;
  const asked = new Set(explanations.map(({ target }) => outputOf(question, target)));
  const order = [...outputs.keys()]
    .sort((a, b) => outputs[b] - outputs[a] || a - b)
    .filter((output, place) => place < firstClasses || asked.has(output));
  const confidence = confidenceIn(question, input.values, outputs);
  const name = `${input.name}${input.label === undefined ? '' : `, labelled ${input.label}`}`;
  const columns = [
    { name: 'output' },
    { name: explained === undefined ? 'value' : quantityOf(question), format: digits },
    ...(confidence ? [{ name: confidence.name, format: percent }] : []),
  ];
  const rows = order.map((output) => [
    shortened(classes.inWords(output), outputLetters),
    outputs[output],
    ...(confidence ? [confidence.values[output]] : []),
  ]);
  return `${name}\n\n${tableToText({ columns, rows })}`;
}

/**
 * How sure the network is of each output, beside the outputs themselves: the probabilities that it makes of logits,
 * the softmax of outputs that are no probabilities. Outputs with places are no one distribution, and have none.
 */
function confidenceIn(
  { fullNetwork, output, classes }: Question,
  input: Float64Array,
  outputs: Float64Array,
): { name: string; values: Float64Array } | undefined {
  if (output === 'logits') return { name: 'probability', values: fullNetwork.evaluate(input) };
  if (output === 'probability' || outputs.length < 2 || !isList(classes.shape)) return undefined;
  const largest = outputs.reduce((most, output) => Math.max(most, output), -Infinity);
  const powers = outputs.map((output) => Math.exp(output - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return { name: 'softmax', values: powers.map((power) => power / sum) };
}

/** What an answer is about, how it was found and how good it is. */
export function describe(question: Question, answered: Answered, explanation: Explanation): string {
  const { rule, n, regions, completeness, verdict, seconds } = explanation;
  const { backend } = question.given;
  const how = [
    rule,
    n === undefined ? undefined : `n = ${n}`,
    regions === undefined ? undefined : counted(regions, 'region'),
    backend === undefined || isExact(explanation) ? undefined : `computed by ${backend}`,
  ];
  const sum =
    completeness &&
    `sums to ${digits(completeness.sum)}, ${completeness.gap.toExponential(1)} off the output's change of ${digits(completeness.difference)}`;
  const clauses = [
    how.filter((clause) => clause !== undefined).join(', '),
    sum,
    verdictInWords(verdict),
    `${digits(seconds)} s`,
  ];
  return paragraph(
    `${subjectOf(question, answered, explanation)}: ${clauses.filter((clause) => clause !== undefined && clause !== '').join('; ')}.`,
  );
}

/** Told, once each, where no rule is named and there is no exact answer. */
export function reasonsToSample({ given: { rule } }: Question, explanations: readonly Explanation[]): string[] {
  if (rule !== undefined) return [];
  return [...new Set(explanations.flatMap(({ whySampled = [] }) => whySampled))];
}

/** Told where a backend is named, and no answer needed it. */
export function unusedBackend({ given: { backend } }: Question, explanations: readonly Explanation[]): string[] {
  if (backend === undefined || !explanations.every(isExact)) return [];
  return [`All answers are exact, so that --backend ${backend} computes nothing; to sample, name a --rule.`];
}

function isExact({ rule }: Explanation): boolean {
  return rule === 'exact';
}

/** `layer_conductance of layer conv2 for output 7 (cat), predicted`; `... for the logit of 7 (cat), predicted`. */
export function subjectOf(
  question: Question,
  { top, input }: Answered,
  { method, layer, target, neuron, baselines }: Explanation,
): string {
  const { classes, output } = question;
  const from = fromBaselines(question.baselines, { baselines });
  const ofLayer = layer === 'input' ? '' : ` of layer ${layer}`;
  const between = neuron === undefined ? '' : ` by unit ${neuron.unit ?? ''} of ${neuron.layer}`;
  const unit = outputOf(question, target);
  if (unit === undefined) return `${method}${ofLayer}${between}${from}`;
  const known = [unit === top ? 'predicted' : '', String(unit) === input.label ? 'the label' : ''].filter(
    (word) => word !== '',
  );
  const ofWhat = output === undefined ? 'output' : `the ${quantityOf(question)} of`;
  return `${method}${ofLayer}${between}${from} for ${ofWhat} ${classes.inWords(unit)}${known.length > 0 ? `, ${known.join(' and ')}` : ''}`;
}

/** The output that a target is; undefined if it is none. */
function outputOf({ loaded }: Question, { layer, unit }: Explanation['target']): number | undefined {
  return layer === loaded.network.nodes.at(-1)?.name ? unit : undefined;
}

/** What verdicts go by, where the word alone does not say it. */
const measures: Partial<Record<Explanation['verdict']['against'], string>> = {
  exact: 'the exact attributions',
  line: 'the output followed along the line',
};

function verdictInWords({ converged, against, why, error, within }: Explanation['verdict']): string {
  if (converged && error !== undefined && within !== undefined)
    return `converged: ${percent(error)} by ${measures[against] ?? against}, ${percent(within)} allowed`;
  return `${converged ? 'converged' : 'NOT converged'} (${why.replace(/\.$/, '')})`;
}

/** Four digits. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `12.5 %`; what is not 0 and smaller than a thousandth per cent in powers of ten. */
export function percent(fraction: number): string {
  const value = 100 * fraction;
  return `${value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4)))} %`;
}
