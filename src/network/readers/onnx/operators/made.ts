import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, type AttributeProto } from 'onnx-buf';
import { fold } from '../fold.ts';
import { Operator, type Translate } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';

type Given = Readonly<Record<string, number | readonly number[]>>;

/**
 * What an operator gives for values, as a step of another one that is made of several.
 *
 * @param step its name within that one
 * @param attributes of which a number is read as whole or not, whichever the operator looks for
 */
export function made(
  { node, name, translation }: Operator,
  step: string,
  translate: Translate,
  values: readonly Value[],
  attributes: Given = {},
): Value {
  const input = values.map((value, i) => {
    translation.set(`${name}/${step}/${i}`, value);
    return `${name}/${step}/${i}`;
  });
  const attribute = Object.entries(attributes).map(([of, given]) => attributeOf(of, given));
  const operator = new Operator({ opType: node.opType, input, output: [], attribute }, `${name}/${step}`, translation);
  const isConstant = values.every(({ kind }) => kind === 'constant');
  const outputs = isConstant ? fold(operator, translate) : translate(operator);
  return 'kind' in outputs ? outputs : outputs[0];
}

/** The same, of values of which one is computed. */
export function madeTensor(...of: Parameters<typeof made>): Tensor {
  const [operator, , , values] = of;
  return operator.asTensor(made(...of), values.find((value) => value.kind === 'tensor') ?? operator.tensor());
}

function attributeOf(name: string, given: number | readonly number[]): AttributeProto {
  return typeof given === 'number'
    ? create(AttributeProtoSchema, { name, f: given, i: BigInt(Math.trunc(given)) })
    : create(AttributeProtoSchema, { name, ints: given.map(BigInt) });
}
