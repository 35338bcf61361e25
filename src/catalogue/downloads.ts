import { join } from 'node:path';
import { projectRoot } from '../project/index.ts';
import { unknownName } from '../names/index.ts';
import { datasets } from './datasets.ts';
import type { Download } from './download.ts';
import type { Entry, Kind } from './entry.ts';
import { networks } from './networks.ts';

/** What the catalogue can download under these names; everything if there is none. */
export function downloadsOf(names: readonly string[]): Download[] {
  const known = [...downloadsIn('networks', networks), ...downloadsIn('data', datasets)];
  if (names.length === 0) return known;
  return names.map((name) => {
    const download = known.find((candidate) => candidate.name === name);
    if (download) return download;
    throw unknownName(
      'name of a download',
      name,
      known.map((candidate) => candidate.name),
    );
  });
}

function downloadsIn(kind: Kind, entries: readonly Entry[]): Download[] {
  return entries.flatMap(({ name, source }) =>
    source ? [{ ...source, name, file: join(projectRoot, kind, source.file) }] : [],
  );
}
