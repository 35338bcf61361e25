import { existsSync } from 'node:fs';
import { baselineKinds, type Baseline, type Explanation, type UsedBaseline } from '../../attribution/index.ts';
import { counted, UserError } from '../../base/index.ts';
import type { LoadedNetwork } from '../../catalogue/index.ts';
import { readInputs, type InputOptions, type Inputs } from '../../inputs/index.ts';

/** A baseline, and what the user calls it. */
export interface NamedBaseline {
  readonly name: string;
  readonly baseline: Baseline;
}

/**
 * The baselines of each input, one or several.
 *
 * @param given names and files, separated by commas
 * @throws UserError if one of them cannot be read, or does not fit the network or the inputs
 */
export async function readBaselines(
  given: string,
  loaded: LoadedNetwork,
  inputs: Inputs,
  options: InputOptions,
): Promise<NamedBaseline[][]> {
  const named: NamedBaseline[][][] = [];
  for (const name of namesIn(given)) named.push(await baselinesNamed(name, loaded, inputs, options));
  return inputs.inputs.map((_, index) => named.flatMap((groups) => groups[index % groups.length]));
}

/** ` from white`, or of a mean ` from black and white`, where there are several baselines; else nothing. */
export function fromBaselines(
  all: readonly (readonly NamedBaseline[])[],
  { baselines }: Pick<Explanation, 'baselines'>,
): string {
  if (all[0].length < 2 || baselines.length === 0) return '';
  return ` from ${baselines.map((used) => baselineName(all, used)).join(' and ')}`;
}

/** What the user calls the baseline of an answer. */
export function baselineName(all: readonly (readonly NamedBaseline[])[], { name, values }: UsedBaseline): string {
  return all.flat().find(({ baseline }) => baseline === values)?.name ?? name;
}

/** What commas separate, but for those in the rows of a data set (`mnist_test:0,3`) and in the name of a file. */
function namesIn(given: string): string[] {
  if (existsSync(given)) return [given];
  const names = given.split(/,(?!\s*\d+(?:-\d+)?\s*(?:,|$))/).map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new UserError(`--baseline is '${given}'; expected baselines separated by commas, like black,white.`);
}

/** What one name stands for: baselines of all inputs, or of each. */
async function baselinesNamed(
  name: string,
  loaded: LoadedNetwork,
  inputs: Inputs,
  options: InputOptions,
): Promise<NamedBaseline[][]> {
  if (name === 'zero') return [[{ name, baseline: new Float64Array(loaded.network.inputSize) }]];
  const kind = baselineKinds.find((known) => known === name);
  if (kind === undefined) return readGiven(name, loaded, inputs.inputs.length, options);
  if (inputs.processing || kind === 'mean' || kind === 'blurred') return [[{ name, baseline: kind }]];
  throw new UserError(
    `The baseline ${kind} is one of pixels, and the input is taken as it is; say how pixels become inputs (--processing), or give --baseline zero or a file.`,
  );
}

async function readGiven(
  name: string,
  loaded: LoadedNetwork,
  inputs: number,
  options: InputOptions,
): Promise<NamedBaseline[][]> {
  const read = await readInputs(name, loaded, options).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `The baseline '${name}' is neither zero, ${baselineKinds.join(', ')} nor an input that can be read: ${error.message}`,
    );
  });
  const all = read.inputs.map((one) => ({ name: one.name, baseline: one.values }));
  if (inputs === 1) return [all];
  if (all.length === 1 || all.length === inputs) return all.map((one) => [one]);
  throw new UserError(
    `${name} has ${counted(all.length, 'baseline')} for ${counted(inputs, 'input')}; expected one for all, or one for each.`,
  );
}
