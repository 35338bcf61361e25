import { ruleNamed, type Sampling } from '../../src/attribution/index.ts';
import { checkWhole, keyOf, namesIn, type Part } from '../../src/experiment/index.ts';
import { backendNames } from '../../src/gradients/backendNames.ts';
import type { Rule } from '../../src/quadrature/index.ts';
import { unknownName } from '../../src/unknownName.ts';
import { differenceKey, mTildeError, studyKey } from './columns.ts';

/** What is compared for every image of every network, on every backend. */
export interface Plan {
  readonly backends: readonly string[];
  readonly rules: readonly Rule[];
  readonly partitions: readonly number[];
  readonly study: boolean;
}

/** As the user gave it, names and numbers separated by commas. */
interface Given {
  readonly backends: string;
  readonly rules: string;
  readonly partitions: string;
  readonly study: boolean;
}

/** The image of a network on a backend. */
export interface Place {
  readonly network: string;
  readonly image: number;
  readonly backend: string;
}

/** The options of the command line. @throws UserError if one is wrong */
export function planOf({ backends, rules, partitions, study }: Given): Plan {
  return {
    backends: namesIn('backends', backends).map(checkBackend),
    rules: namesIn('rules', rules).map(ruleNamed),
    partitions: namesIn('partitions', partitions).map((n) => checkWhole('partitions', Number(n), 1)),
    study,
  };
}

function checkBackend(name: string): string {
  if (backendNames.some((known) => known === name)) return name;
  throw unknownName('backend', name, backendNames);
}

export function placesOf({ network: { name: network }, images }: Part, backend: string): Place[] {
  return images.map((image) => ({ network, image, backend }));
}

export function samplingsOf({ rules, partitions }: Plan): Sampling[] {
  return rules.flatMap((rule) => partitions.map((n) => ({ rule, partitions: n })));
}

export function differenceKeyOf(place: Place, { rule, partitions }: Sampling): string {
  return keyOf({ ...place, rule: rule.name, partitions }, differenceKey);
}

/** The quantities of the study that are compared. */
export function quantitiesOf({ rules, study }: Plan): string[] {
  return study ? [mTildeError, ...rules.map(({ name }) => name)] : [];
}

export function studyKeyOf(place: Place, quantity: string): string {
  return keyOf({ ...place, quantity }, studyKey);
}
