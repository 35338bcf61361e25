import { UserError } from '../../../base/index.ts';
import { placeOf, takenBy, type Model, type NamedNode } from './model.ts';
import { operatorNames, qualified } from './operators/index.ts';

/** What no reader can do anything about, in words. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /Quantize|Integer|^QLinear|^Q(Gemm|Attention)|^com\.microsoft\.Q/,
    'is quantised: its values jump and have no gradient. Export the model in floating point.',
  ],
  [/^(SequenceMap|Optional\w*)$/, 'takes a list of tensors or what may be missing. Export the model without it.'],
  [/TreeEnsemble|\.Binarizer$/, 'is a function of steps: it jumps, and its gradient is 0 wherever it has one.'],
  [
    /OneHotEncoder|LabelEncoder|CategoryMapper|DictVectorizer|CastMap|Tfidf|String|Regex|Tokenizer|EmbedLayer/i,
    'takes words or categories, by which there is no gradient.',
  ],
  [/^(ArgMax|ArgMin|NonMaxSuppression|Hardmax|Unique|MaxUnpool)$/, 'has no gradient: its values jump.'],
  [/^(Bernoulli|Multinomial|Random\w+)$/, 'draws random numbers, other ones at every run.'],
  [/^(SoftmaxCrossEntropyLoss|NegativeLogLikelihoodLoss)$|\.training\./, 'is of training.'],
  [
    /\.(nchwc|nhwc)\./,
    'is of the layout that ONNX Runtime takes on one kind of machine. Save what it optimises at the level extended.',
  ],
  [/^(DeformConv|MaxRoiPool)$/, 'takes what stands at places that are computed, which is not supported.'],
  [
    /LinearAttention|CausalConvWithState|TensorScatter|FlexAttention|GroupQueryAttention|PagedAttention/,
    'goes on from what earlier calls left, which is not supported. Export the model without a cache.',
  ],
  [/^(BitCast|BitwiseNot)$/, 'changes bits of numbers, and has no gradient.'],
  [/^ImageDecoder$/, 'reads files of images; export the model from where it takes numbers.'],
  [/\.SVM/, 'measures how far inputs are from many others, which is not supported.'],
];

/**
 * Names all operators that are not read, and where they stand.
 *
 * @throws UserError
 */
export function checkSupported(model: Model): void {
  const { nodes, output, graph } = model;
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
  const advice = [
    ...listed('Computed before that, and may be chosen as output', valuesBefore(model, unknown)),
    ...listed('Other outputs', others),
  ];
  throw new UserError(
    [...lines, ...classes, ...advice, 'The operators that are read stand in docs/networks.md.'].join(' '),
  );
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.map((name) => `'${name}'`).join(', ')}.`];
}

/** What goes into nodes that are not read, of what is computed from the inputs by nodes that are. */
function valuesBefore({ nodes, graph, initializers }: Model, unknown: readonly NamedNode[]): string[] {
  const computed = new Set(graph.input.map(({ name }) => name).filter((name) => !initializers.has(name)));
  const lost = new Set<string>();
  const before = new Set<string>();
  for (const named of nodes) {
    const taken = takenBy(named.node);
    const isLost = unknown.includes(named) || taken.some((name) => lost.has(name));
    const isComputed = taken.some((name) => computed.has(name) || lost.has(name));
    for (const name of named.node.output) if (isLost || isComputed) (isLost ? lost : computed).add(name);
    if (isLost) for (const name of taken) if (isGiven(nodes, name) && computed.has(name)) before.add(name);
  }
  return [...before];
}

function isGiven(nodes: readonly NamedNode[], name: string): boolean {
  return nodes.some(({ node }) => node.output.includes(name));
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
  const taken = new Set([output, ...nodes.flatMap(({ node }) => takenBy(node))].filter((name) => name !== ''));
  return nodes
    .filter(({ node }) => qualified(node) === 'ai.onnx.ml.LinearClassifier' && taken.has(node.output[0]))
    .map((named) => `${placeOf(named)} gives a class, '${named.node.output[0]}', which has no gradient.`);
}
