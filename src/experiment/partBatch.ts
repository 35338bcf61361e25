import type { DataRows } from '../catalogue/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { costOf } from './cost.ts';
import { foretell } from './foretell.ts';
import type { Part } from './parts.ts';
import type { Batch, Item } from './plan.ts';

/** What the jobs of a part are told: its network, as the user named it, and where its images are. */
export interface PartSetup {
  readonly network: string;
  readonly reading: ReadOptions;
  readonly rows: DataRows;
}

/** What is done with a part: one job for each of its images. */
export interface PartWork<Setup, Job> extends Pick<Batch<Job>, 'module' | 'inThisThread'> {
  /** What the jobs are told besides. */
  readonly setup: Omit<Setup, keyof PartSetup>;
  /** What stands behind network and image in the place of an item. */
  readonly place?: Item<Job>['place'];
  /** @param index of the image among those of the part */
  readonly jobOf: (image: number, index: number) => Job;
}

/** The batch of a part, whose items hang on the content of its network and data. */
export function batchOf<Setup extends PartSetup, Job>(
  part: Part,
  { module, inThisThread, setup, place, jobOf }: PartWork<Setup, Job>,
): Batch<Job> {
  const { given, reading, network, data, images } = part;
  return {
    module,
    inThisThread,
    setup: { ...setup, network: given, reading: reading.options, rows: data.rows },
    files: [...network.files, ...reading.files, data.file],
    cost: costOf(network.network),
    foretell: () => foretell(part),
    items: images.map((image, i) => ({ place: { network: network.name, image, ...place }, job: jobOf(image, i) })),
  };
}
