import { ruleNamed } from '../../src/attribution/index.ts';
import { namesIn } from '../../src/experiment/index.ts';
import { backendNames } from '../../src/gradients/index.ts';
import { checkInteger, parseMemory } from '../../src/base/index.ts';
import { unknownName } from '../../src/names/index.ts';

/** What is compared for every image of every network, on every backend. */
export interface Asked {
  readonly backends: readonly string[];
  readonly rules: readonly string[];
  readonly partitions: readonly number[];
  readonly study: boolean;
  /** Bytes for exact answers and for batches of gradients. */
  readonly memory?: number;
}

/** As the user gave it, names and numbers separated by commas. */
interface Given {
  readonly backends: string;
  readonly rules: string;
  readonly partitions: string;
  readonly study: boolean;
  readonly memory: string | undefined;
}

/** The options of the command line. @throws UserError if one is wrong */
export function askedBy({ backends, rules, partitions, study, memory }: Given): Asked {
  return {
    backends: namesIn('backends', backends).map(checkBackend),
    rules: namesIn('rules', rules).map((name) => ruleNamed(name).name),
    partitions: namesIn('partitions', partitions).map((n) => checkInteger('--partitions', Number(n), 1)),
    study,
    ...(memory !== undefined && { memory: parseMemory(memory) }),
  };
}

function checkBackend(name: string): string {
  if (backendNames.some((known) => known === name)) return name;
  throw unknownName('backend', name, backendNames);
}
