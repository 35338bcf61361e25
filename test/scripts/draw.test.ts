import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawGrowth } from '../../scripts/bench/growthReport.ts';
import { published } from '../../scripts/bench/report.ts';
import { drawRestriction, drawRule } from '../../scripts/draw/smallNetwork.ts';
import { darkStyle } from '../../src/figures/dark.ts';
import { projectRoot } from '../../src/project/index.ts';
import { elements } from '../helpers/svg.ts';

const docs = join(projectRoot, 'docs');
const pictureIn = (file: string): string => readFileSync(join(docs, file), 'utf8');

describe('the pictures of README and docs', () => {
  it.each(readdirSync(docs).filter((file) => file.endsWith('.svg')))('%s has the style of figures of today', (file) => {
    expect(elements(pictureIn(file), 'style').map(({ text }) => text)).toEqual([darkStyle]);
  });

  it('that take no run are, byte for byte, what the code draws: npm run draw', () => {
    expect(pictureIn('restriction.svg')).toBe(drawRestriction());
    expect(pictureIn('rule.svg')).toBe(drawRule());
    expect(pictureIn('growth.svg')).toBe(drawGrowth(published('growth')));
  });

  it('are all shown somewhere, and all that are shown are there', () => {
    const pages = [join(projectRoot, 'README.md'), ...readdirSync(docs).map((file) => join(docs, file))];
    const shown = pages
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/\((?:docs\/)?([\w]+\.svg)\)/g)].map(([, name]) => name),
      );
    expect([...new Set(shown)].sort()).toEqual(readdirSync(docs).filter((file) => file.endsWith('.svg')));
  });
});
