import { UserError } from '../../../base/index.ts';
import { Fields } from './fields.ts';

/** Fields of any layer that say nothing about its values, or only how its weights were begun and trained. */
const harmless =
  /^(name|trainable|autocast|seed|input_dtype|batch_size|batch_shape|batch_input_shape|.*_(initializer|regularizer|constraint))$/;

const numbers = /^(mixed_)?(b?float16|float32|float64)$/;

/**
 * Checks that no field of a configuration passed in silence, after a layer was read.
 *
 * @throws UserError that names the fields that were not looked at
 */
export function checkSettings(config: Fields): void {
  if (config.has('dtype')) checkNumbers(config);
  const unread = config.unread.filter((name) => !harmless.test(name));
  if (unread.length === 0) return;
  const printed = unread.map((name) => `'${name}' (${config.print(name)})`).join(', ');
  throw new UserError(
    `its configuration has ${printed}, of which nothing is known here. A newer version of Keras may have written it.`,
  );
}

/** Keras 3 names a policy where Keras 2 names a type. */
function checkNumbers(config: Fields): void {
  const type = config.isText('dtype') ? config.text('dtype') : config.object('dtype').object('config').text('name');
  if (!numbers.test(type))
    throw new UserError(`its dtype is '${type}'; only layers of floating-point numbers are supported.`);
}
