import { isRecord, shown, UserError } from '../base/index.ts';
import { Network } from './network.ts';

/** @throws UserError if something else stands in the place of a network, such as what `loadNetwork` gives */
export function checkNetwork(given: unknown): void {
  if (given instanceof Network) return;
  const hint =
    isRecord(given) && 'network' in given
      ? 'of what loadNetwork gives, it is the field network'
      : 'readNetwork and loadNetwork make one';
  throw new UserError(`The network is ${shown(given)} and no Network; ${hint}.`);
}
