import { isObject, UserError } from '../../../../../base/index.ts';
import { Taken } from '../../connections.ts';
import { Fields } from '../../fields.ts';
import { Attributes, GraphNode, operators, type GraphValue } from '../../graphModel/index.ts';
import type { KerasLayer, Value } from '../../kerasLayer.ts';

/** What operators of graph models take beside tensors: flags, words, whole numbers and lists of them. */
export type Settings = Readonly<Record<string, boolean | string | number | readonly number[]>>;

/**
 * Does what an operator of graph models does, whose tensors have a batch in front, as those of Keras' functions.
 *
 * @throws UserError also of what does not depend on the network's input
 */
export function ask(layer: KerasLayer, op: string, inputs: readonly GraphValue[], settings: Settings = {}): Value {
  const translate = operators.get(op);
  if (translate === undefined) throw new UserError(`it needs the operator ${op}, which is not supported.`);
  const attr = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, written(value)]));
  const attributes = new Attributes(new Fields({ attr }, 'its settings'));
  const given = translate(new GraphNode(layer.calledAs, inputs, attributes, layer.nodes));
  const value = 'kind' in given ? given : given[0];
  if (value.kind === 'computed') return value;
  throw new UserError('it gives numbers that do not depend on the input.');
}

/** As JSON has attributes of TensorFlow. */
function written(value: Settings[string]): object {
  if (typeof value === 'boolean') return { b: value };
  if (typeof value === 'string') return { s: btoa(value) };
  return typeof value === 'number' ? { i: value } : { list: { i: value } };
}

/** Numbers of a shape, the same for every input. */
export function constant(numbers: readonly number[], shape: readonly number[] = [numbers.length]): GraphValue {
  return { kind: 'constant', shape, data: Float64Array.from(numbers) };
}

/** All arguments, those in a list one after the other. */
export function argumentsOf(layer: KerasLayer): GraphValue[] {
  return layer.args.flat().map((argument) => valueOf(layer, argument));
}

/** A tensor that it takes, or numbers that stand in its place. */
export function valueOf({ inputs }: KerasLayer, argument: unknown): GraphValue {
  if (argument instanceof Taken) return { kind: 'computed', ...inputs[argument.index] };
  if (typeof argument === 'number') return constant([argument], []);
  const held = isObject(argument) && argument.class_name === '__tensor__' ? argument.config : undefined;
  if (isObject(held)) return nested(held.value);
  throw new UserError('it takes what is neither a tensor nor a number.');
}

/** Numbers in lists of lists. */
function nested(value: unknown): GraphValue {
  const shape: number[] = [];
  for (let at = value; Array.isArray(at); at = at[0] as unknown) shape.push(at.length);
  const numbers: unknown[] = [value].flat(shape.length);
  if (numbers.every((number) => typeof number === 'number')) return constant(numbers, shape);
  throw new UserError('it takes a tensor of what is no number.');
}
