/** What is checked before the run begins: an error here leaves no trace in the folder of artifacts. */
import { tooManyBends, checkStraight, procedureNamed } from '../../src/attribution/index.ts';
import type { LoadedNetwork } from '../../src/catalogue/index.ts';
import { checkInteger, parseMemory, UserError, within } from '../../src/base/index.ts';
import { namesIn, type WorkloadSetup } from '../../src/experiment/index.ts';
import type { GradientOptions } from '../../src/gradients/index.ts';
import type { Network } from '../../src/network/index.ts';
import { unknownName } from '../../src/names/index.ts';
import { samplesColumns } from './columns.ts';
import type { Setup } from './job.ts';

/** The options that jobs depend on, as the user gave them. */
interface Given {
  readonly rules: string;
  readonly engine: Setup['engine'];
  readonly procedure: string;
  readonly backend: string | undefined;
  readonly requireGpu: boolean;
  readonly memory: string | undefined;
  readonly batchSize: number | undefined;
  readonly maps: number | undefined;
}

/**
 * What jobs are told but for network and images.
 *
 * @throws UserError if an option is wrong, or has no meaning for the engine
 */
export function setupOf(given: Given): Omit<Setup, keyof WorkloadSetup> {
  const { rules, engine, procedure } = given;
  procedureNamed(procedure);
  if (given.maps !== undefined) checkInteger('--maps', given.maps, 0);
  const common = { rules: namesIn('rules', rules).map(checkRule), engine, procedure };
  if (engine === 'network') return { ...common, gradients: gradientOptionsOf(given) };
  for (const [option, value] of [
    ['backend', given.backend],
    ['require-gpu', given.requireGpu || undefined],
    ['batch-size', given.batchSize],
  ] as const) {
    if (value === undefined) continue;
    throw new UserError(
      `--${option} needs --engine network: the sweep, which is the default, does not use TensorFlow.js.`,
    );
  }
  return common;
}

function gradientOptionsOf({ backend = 'auto', requireGpu, memory, batchSize }: Given): GradientOptions {
  if (batchSize !== undefined) checkInteger('--batch-size', batchSize, 1);
  if (batchSize !== undefined && memory !== undefined) {
    throw new UserError('--batch-size and --memory both bound the batches; give one of them.');
  }
  return {
    backend,
    requireGpu,
    ...(memory !== undefined && { memory: parseMemory(memory) }),
    ...(batchSize !== undefined && { batchSize }),
  };
}

/** @throws UserError that names network and layer if it has no exact attributions */
export function checkExact({ name, network }: LoadedNetwork): void {
  try {
    within(
      () => name,
      () => {
        checkStraight(network);
      },
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = isSampled(network)
      ? ' With --engine network a run finds what needs no exact attributions: m_tilde_steps.'
      : '';
    throw new UserError(`${error.message}${hint}`);
  }
}

/** True if too many units bend behind a smooth layer: the network has no exact attributions. */
export function isSampled(network: Network): boolean {
  return tooManyBends(network, network.nodes.length - 1) !== undefined;
}

function checkRule(name: string): string {
  if (Object.hasOwn(samplesColumns, name)) return name;
  throw unknownName('rule', name, Object.keys(samplesColumns));
}
