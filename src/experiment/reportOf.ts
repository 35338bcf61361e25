import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../base/index.ts';
import { reportPage, type ImageMaps, type ReportTable } from '../report/index.ts';
import { ArtifactIndex, type Artifact } from './artifacts.ts';
import { readCsv, type Row } from './csv.ts';
import { holdsMaps, imageMapsIn } from './maps.ts';
import { manifestFile, readCollected, type Collected } from './runFolder.ts';
import { statusOf } from './status.ts';

/**
 * A report of a run as an HTML document, from what its folder holds. @throws UserError if there is no run, or its files
 * are damaged
 */
export function reportOf(folder: string): string {
  const collected = readCollected(folder);
  if (!collected)
    throw new UserError(
      `There is no run in '${folder}'; expected the folder of a run, like artifacts/integrated_gradients.`,
    );
  const [{ state, items, done, failed }] = statusOf(folder);
  const artifacts = new ArtifactIndex(folder).list();
  const present = artifacts.filter(({ path }) => existsSync(join(folder, path)));
  const text = ({ path }: Artifact): string => readFileSync(join(folder, path), 'utf8');
  const sheets = present
    .filter(({ type }) => type === 'csv')
    .map(({ key, path }) => ({ key, rows: readCsv(join(folder, path)) }));
  const maps = sheets
    .filter(({ rows }) => rows.length > 0 && holdsMaps(Object.keys(rows[0])))
    .flatMap(({ rows }) => imageMapsIn(rows));
  return reportPage({
    title: `Run of ${basename(folder)}`,
    state: `${state}: ${done} of ${items} done, ${failed} failed`,
    failed: collected.items.flatMap(({ id, place }) => {
      const entry = collected.entries.get(id);
      return entry?.status === 'failed' ? [{ item: Object.values(place).join(' '), reason: entry.reason ?? '' }] : [];
    }),
    missing: missingIn(artifacts, present),
    figures: present
      .filter(({ type }) => type === 'svg')
      .map((artifact) => ({ name: artifact.key, svg: text(artifact) })),
    maps,
    mapsNote: `There are maps of ${withMaps(maps, collected)}.`,
    tables: sheets.map(({ key, rows }) => tableOf(key, rows)),
    manifest: existsSync(manifestFile(folder)) ? readFileSync(manifestFile(folder), 'utf8') : 'There is none.',
  });
}

/** Of how many of the images of each network there are maps. */
function withMaps(maps: readonly ImageMaps[], { items }: Collected): string {
  const networks = [...new Set(maps.map(({ network }) => network))];
  return networks
    .map((name) => {
      const [some, all] = [maps, items.map(({ place }) => place)].map(
        (images) => images.filter(({ network }) => network === name).length,
      );
      return `${some === all ? `all ${all}` : `${some} of ${all}`} images of ${name}`;
    })
    .join(', ');
}

function missingIn(artifacts: readonly Artifact[], present: readonly Artifact[]): string[] {
  const gone = artifacts
    .filter((artifact) => !present.includes(artifact))
    .map(({ path }) => `${path}, which artifacts.csv lists`);
  return present.some(({ type }) => type === 'svg') ? gone : [...gone, 'figures: analyze draws them'];
}

function tableOf(name: string, rows: readonly Row[]): ReportTable {
  const columns = rows.length > 0 ? Object.keys(rows[0]) : [];
  return { name, columns, rows: rows.map((row) => columns.map((column) => row[column])) };
}
