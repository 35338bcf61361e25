import { UserError } from '../../../base/index.ts';
import { unknownName } from '../../../names/index.ts';
import type { NodeDescription } from './operator.ts';
import { operatorNames } from './operators/index.ts';

/** What no reader can do anything about, in words. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /Quantize|Integer|^QLinear|^Q(Gemm|Attention)/,
    'is quantised: its values jump and have no gradient. Export the model in floating point.',
  ],
  [
    /^(LSTM|GRU|RNN|Scan|Loop|SequenceAt)$/,
    'is recurrent, or repeats what it computes. Export the model without it, unrolled.',
  ],
  [/^(ArgMax|ArgMin|OneHot|TopK|NonMaxSuppression|Hardmax|Shrink)$/, 'has no gradient. Choose an output before it.'],
];

/**
 * Names all operators that are not read, and where they stand.
 *
 * @throws UserError
 */
export function checkSupported(
  nodes: readonly { readonly node: NodeDescription & { readonly domain: string }; readonly name: string }[],
): void {
  const unknown = nodes.filter(
    ({ node }) => !operatorNames.includes(node.opType) || !['', 'ai.onnx'].includes(node.domain),
  );
  if (unknown.length === 0) return;
  if (
    unknown.length === 1 &&
    ['', 'ai.onnx'].includes(unknown[0].node.domain) &&
    reasonOf(unknown[0].node.opType) === undefined
  ) {
    const [{ node, name }] = unknown;
    throw new UserError(
      `node '${name}' (${node.opType}): ${unknownName('operator', node.opType, operatorNames).message}`,
    );
  }
  const types = [...new Set(unknown.map(({ node }) => qualified(node)))];
  const lines = types.map((type) => {
    const of = unknown.filter(({ node }) => qualified(node) === type).map(({ name }) => `'${name}'`);
    const places = of.length > 3 ? `${of.slice(0, 3).join(', ')} and ${of.length - 3} more` : of.join(', ');
    return `${type} (${places}) ${reasonOf(type) ?? 'is not supported.'}`;
  });
  throw new UserError(`${lines.join(' ')} The operators that are read stand in docs/networks.md.`);
}

function qualified({ opType, domain }: { readonly opType: string; readonly domain: string }): string {
  return domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
}

function reasonOf(opType: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(opType))?.[1];
}
