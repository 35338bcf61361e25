import { ruleNamed } from '../../src/attribution/index.ts';
import { checkInteger } from '../../src/base/index.ts';
import { namesIn, type WorkloadSetup } from '../../src/experiment/index.ts';
import { backendNames } from '../../src/gradients/index.ts';
import { unknownName } from '../../src/names/index.ts';
import type { Setup } from './job.ts';

/** The options that jobs depend on, as the user gave them, names and numbers separated by commas. */
interface Given {
  readonly backends: string;
  readonly rules: string;
  readonly partitions: string;
  readonly study: boolean;
}

/** What the jobs of all networks and backends have in common. @throws UserError if an option is wrong */
export function setupOf({ rules, partitions, study }: Given): Omit<Setup, 'backend' | keyof WorkloadSetup> {
  return {
    rules: namesIn('rules', rules).map((name) => ruleNamed(name).name),
    partitions: namesIn('partitions', partitions).map((n) => checkInteger('--partitions', Number(n), 1)),
    study,
  };
}

/** The names of backends that the user gave. @throws UserError if there is no such backend */
export function backendsIn({ backends }: Pick<Given, 'backends'>): string[] {
  const names = namesIn('backends', backends);
  const unknown = names.find((name) => !backendNames.some((known) => known === name));
  if (unknown !== undefined) throw unknownName('backend', unknown, backendNames);
  return names;
}
