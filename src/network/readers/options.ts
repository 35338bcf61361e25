import { checkList, checkOptions, checkRecord, checkText, UserError } from '../../base/index.ts';
import { unknownName } from '../../names/index.ts';
import { checkShape, formatShape, type Shape } from '../shape.ts';

/** What a file of a network may leave to its reader. */
export interface ReadOptions {
  /** Shape of the input, without batch, where the file does not say all sizes. */
  readonly inputShape?: Shape;
  /** Name of the output; if it is not given the first, of ONNX the first that is not of whole numbers or words. */
  readonly output?: string;
  /** Values of inputs by name, in the file's order: of all inputs but the one to explain. */
  readonly inputs?: Readonly<Record<string, ArrayLike<number>>>;
  /**
   * Bytes that the network may take as it is read: weights, where they stand, and a value of every unit. Default: what
   * the machine has free, in a browser 16 GiB.
   */
  readonly memory?: number;
}

/** @throws UserError unless options are what they should be; of code without types they may be anything */
export function checkReadOptions(options: ReadOptions): void {
  checkOptions(options);
  const { inputShape, output, inputs } = options;
  if (inputShape !== undefined) checkList('option inputShape', inputShape);
  if (output !== undefined) checkText('option output', output);
  if (inputs === undefined) return;
  checkRecord('option inputs', inputs, 'values by the names of inputs');
  for (const [name, values] of Object.entries(inputs))
    if (!ArrayBuffer.isView(values)) checkList(`option inputs, of '${name}',`, values);
}

/**
 * The input that no values are given for.
 *
 * @param names of all inputs
 * @throws UserError unless there is exactly one, or if values are given for an input that there is not
 */
export function onlyOpenInput(names: readonly string[], { inputs = {} }: ReadOptions): string {
  const stray = Object.keys(inputs).find((name) => !names.includes(name));
  if (stray !== undefined) throw unknownName('input', stray, names);
  const open = names.filter((name) => !Object.hasOwn(inputs, name));
  if (open.length === 1) return open[0];
  const listed = `the model has the inputs ${names.map((name) => `'${name}'`).join(', ')}`;
  if (open.length === 0)
    throw new UserError(`${listed}, and values are given for all of them; leave out the one to explain.`);
  throw new UserError(
    `${listed}. Give the values of all but the one to explain with the option inputs (--inputs NAME=FILE.npy).`,
  );
}

/**
 * The shape of an input, without batch, of which a file may leave sizes open.
 *
 * @param declared `undefined` for sizes that are open
 * @throws UserError that asks for the shape where sizes are open, or says which of those that were given are not the
 *   file's
 */
export function inputShapeOf(declared: readonly (number | undefined)[], given: Shape | undefined): Shape {
  const printed = declared.map((size) => size ?? '?').join('x');
  if (given === undefined) {
    if (declared.length > 0 && declared.every((size) => size !== undefined)) return checkShape(declared);
    if (declared.length === 0)
      throw new UserError(
        'the file does not say of which shape its input is. Say it with the option inputShape (--input-shape 3x224x224).',
      );
    throw new UserError(
      `its input has shape '${printed}', which leaves sizes open. Say them with the option inputShape (--input-shape ${declared.map((size) => size ?? 224).join('x')}).`,
    );
  }
  const fits =
    given.length === declared.length && declared.every((size, axis) => size === undefined || size === given[axis]);
  if (fits && given.length > 0) return checkShape(given);
  throw new UserError(
    `its input has shape '${printed}', which is not the inputShape ${formatShape(given)} that was given.`,
  );
}
