/** Draws every picture of docs/ and README with the code as it is: `npm run draw`. It takes a minute or two. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../src/project/index.ts';
import { drawGrowth } from './bench/growthReport.ts';
import { published } from './bench/report.ts';
import { drawFigure3 } from './draw/figure3.ts';
import { drawExplained, drawRuns } from './draw/runs.ts';
import { drawRestriction, drawRule } from './draw/smallNetwork.ts';

const figures = {
  'restriction.svg': drawRestriction(),
  'rule.svg': drawRule(),
  'figure3.svg': await drawFigure3(),
  'growth.svg': drawGrowth(published('growth')),
  'explained.svg': await drawExplained(),
  ...(await drawRuns()),
};

for (const [file, svg] of Object.entries(figures)) {
  const path = join(projectRoot, 'docs', file);
  writeFileSync(path, svg);
  console.log(path);
}
