import type { Explanation } from '../../attribution/index.ts';
import { tableToText } from '../../experiment/index.ts';
import type { Network } from '../../network/index.ts';
import type { Answered, Question } from './question.ts';

/** Lines are broken before so many letters. */
const lineLength = 80;
/** So many of the largest outputs are listed. */
const firstClasses = 3;

/** What is explained, and what was assumed. */
export function headline({ loaded: { name, network }, inputs, baseline }: Question): string {
  const size = `${name} takes ${network.inputShape.join('x')} and gives ${counted(network.outputSize, 'output')}.`;
  return paragraph([size, ...inputs.assumptions, `Baseline: ${baseline}.`].join(' '));
}

/** The largest outputs for an input, with the network's confidence in them. */
export function prediction({ loaded: { network }, classes }: Question, { input, outputs }: Answered): string {
  const order = [...outputs.keys()].sort((a, b) => outputs[b] - outputs[a] || a - b).slice(0, firstClasses);
  const confidence = confidenceIn(network, outputs);
  const name = `${input.name}${input.label === undefined ? '' : `, labelled ${input.label}`}`;
  const columns = [
    { name: 'output' },
    { name: 'value', format: digits },
    ...(confidence ? [{ name: confidence.name, format: percent }] : []),
  ];
  const rows = order.map((output) => [
    classes.inWords(output),
    outputs[output],
    ...(confidence ? [confidence.values[output]] : []),
  ]);
  return `${name}\n\n${tableToText({ columns, rows })}`;
}

/** How sure the network is of each output: the outputs themselves where they are probabilities, else their softmax. */
export function confidenceIn(
  network: Network,
  outputs: Float64Array,
): { name: string; values: Float64Array } | undefined {
  const last = network.nodes[network.nodes.length - 1].layer.type;
  if (last === 'Softmax' || last === 'Sigmoid') return { name: 'confidence', values: outputs };
  if (outputs.length < 2) return undefined;
  const largest = outputs.reduce((most, output) => Math.max(most, output), -Infinity);
  const powers = outputs.map((output) => Math.exp(output - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return { name: 'softmax', values: powers.map((power) => power / sum) };
}

/** What an answer is about, how it was found and how good it is. */
export function describe(question: Question, answered: Answered, explanation: Explanation): string {
  const { rule, n, regions, completeness, verdict, seconds } = explanation;
  const how = [
    rule,
    n === undefined ? undefined : `n = ${n}`,
    regions === undefined ? undefined : counted(regions, 'region'),
  ];
  const sum =
    completeness &&
    `sums to ${digits(completeness.sum)}, ${completeness.gap.toExponential(1)} off the output's change of ${digits(completeness.difference)}`;
  const parts = [
    how.filter((part) => part !== undefined).join(', '),
    sum,
    verdictInWords(verdict),
    `${digits(seconds)} s`,
  ];
  return paragraph(
    `${subjectOf(question, answered, explanation)}: ${parts.filter((part) => part !== undefined && part !== '').join('; ')}.`,
  );
}

/** `layer_conductance of layer conv2 for 7 (cat), which is predicted`. */
export function subjectOf(
  { classes, loaded }: Question,
  { top, input }: Answered,
  { method, layer, target, neuron }: Explanation,
): string {
  const ofLayer = layer === 'input' ? '' : ` of layer ${layer}`;
  const between = neuron === undefined ? '' : ` by unit ${neuron.unit ?? ''} of ${neuron.layer}`;
  const { nodes } = loaded.network;
  if (target.layer !== nodes[nodes.length - 1].name || target.unit === undefined)
    return `${method}${ofLayer}${between}`;
  const known = [target.unit === top ? 'predicted' : '', String(target.unit) === input.label ? 'the label' : ''].filter(
    (word) => word !== '',
  );
  return `${method}${ofLayer}${between} for output ${classes.inWords(target.unit)}${known.length > 0 ? `, ${known.join(' and ')}` : ''}`;
}

function verdictInWords({ converged, against, why, error, within }: Explanation['verdict']): string {
  if (converged && error !== undefined && within !== undefined)
    return `converged: ${percent(error)} by ${against}, ${percent(within)} allowed`;
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

/** Lines of whole words that fit a terminal. */
export function paragraph(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line === '' || line.length + 1 + word.length <= lineLength)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
