import { UserError } from '../../../base/index.ts';
import { placeOf, takenBy, type Model, type NamedNode } from './model.ts';
import { operatorNames, qualified } from './operators/index.ts';

/** What no reader can do anything about, in words. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /Quantize|Integer|^QLinear|^Q(Gemm|Attention)|^com\.microsoft\.Q/,
    'is quantised: its values jump and have no gradient. Export the model in floating point.',
  ],
  [/^(LSTM|GRU|RNN|Scan|Loop)$/, 'is recurrent, or repeats what it computes. Export the model without it, unrolled.'],
  [/Sequence/, 'makes or takes a list of tensors. Export the model for fixed sizes, which needs none.'],
  [/TreeEnsemble|\.Binarizer$/, 'is a function of steps: it jumps, and its gradient is 0 wherever it has one.'],
  [
    /OneHotEncoder|LabelEncoder|CategoryMapper|DictVectorizer|Tfidf|String|Tokenizer/i,
    'takes words or categories, by which there is no gradient.',
  ],
  [/^(ArgMax|ArgMin|OneHot|TopK|NonMaxSuppression|Hardmax)$/, 'has no gradient. Choose an output before it.'],
];

/**
 * Names all operators that are not read, and where they stand.
 *
 * @throws UserError
 */
export function checkSupported({ nodes, output, graph }: Model): void {
  const unknown = nodes.filter(({ node }) => !operatorNames.includes(qualified(node)));
  const classes = classesTaken(nodes, output);
  if (unknown.length + classes.length === 0) return;
  const types = [...new Set(unknown.map(({ node }) => qualified(node)))];
  const lines = types.map((type) =>
    inWords(
      type,
      unknown.filter(({ node }) => qualified(node) === type),
    ),
  );
  const others = graph.output.map(({ name }) => name).filter((name) => name !== output);
  const advice = others.length === 0 ? '' : ` Other outputs: ${others.map((name) => `'${name}'`).join(', ')}.`;
  throw new UserError(
    `${[...lines, ...classes].join(' ')}${advice} The operators that are read stand in docs/networks.md.`,
  );
}

function inWords(type: string, of: readonly NamedNode[]): string {
  const names = of.map(({ name }) => `'${name}'`);
  const places = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return `${type} (${places}) ${reasonOf(of[0]) ?? 'is not supported.'}`;
}

function reasonOf({ node }: NamedNode): string | undefined {
  return reasons.find(([pattern]) => pattern.test(qualified(node)))?.[1];
}

/** Where something is made of the class that a classifier gives beside its scores. */
function classesTaken(nodes: readonly NamedNode[], output: string): string[] {
  const taken = new Set([output, ...nodes.flatMap(({ node }) => takenBy(node))]);
  return nodes
    .filter(({ node }) => qualified(node) === 'ai.onnx.ml.LinearClassifier' && taken.has(node.output[0]))
    .map((named) => `${placeOf(named)} gives a class, '${named.node.output[0]}', which has no gradient.`);
}
