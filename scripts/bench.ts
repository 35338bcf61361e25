/**
 * Exact integrated gradients against what they replace: `npm run bench`; how time and memory grow with the number of
 * regions: `npm run bench -- growth`. Tables go to stdout, figures in full to `artifacts/bench`, with
 * `--document` also into `docs`; progress to stderr.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { isPresent } from '../src/catalogue/index.ts';
import { checkInteger, UserError } from '../src/base/index.ts';
import { namesIn, Progress } from '../src/experiment/index.ts';
import { projectRoot } from '../src/project/index.ts';
import { compare, type Options } from './bench/compare.ts';
import { headsTable, layersTable, timesTable, workTable } from './bench/comparisonTables.ts';
import { grow } from './bench/growth.ts';
import { drawGrowth, growthTable } from './bench/growthReport.ts';
import { thisMachine } from './bench/machine.ts';
import { publish, toMarkdown, writeArtifact } from './bench/report.ts';

const present = ['cifar10_relu_convsmall', 'mnist_convsmall', 'mnist_convmedium', 'mnist_convbig'].filter(isPresent);
const document = {
  type: 'boolean',
  default: false,
  describe: 'Also write the tables into docs/performance.md',
} as const;

async function runComparison(options: Options, toDocument: boolean): Promise<void> {
  const { networks, layers } = await compare(options, new Progress());
  const backends = [...new Set(networks.map(({ sideBySide }) => sideBySide.backend))].join(', ');
  const notes = [
    `First image of each data set; network engine on \`${backends}\`; layer methods on ${networks[0].network}.`,
  ];
  const tables = [timesTable(networks), workTable(networks), headsTable(networks), layersTable(layers)];
  publish({ name: 'bench', machine: thisMachine(), notes, tables, data: { networks, layers } }, toDocument);
}

async function runGrowth(toDocument: boolean): Promise<void> {
  const grown = await grow(new Progress());
  const report = { name: 'growth', machine: thisMachine(), notes: [], tables: [growthTable(grown)], data: { grown } };
  publish(report, toDocument);
  const figure = drawGrowth(toMarkdown(report));
  writeArtifact('growth.svg', figure);
  if (toDocument) writeFileSync(join(projectRoot, 'docs', 'growth.svg'), figure);
}

try {
  await yargs(hideBin(process.argv))
    .scriptName('npm run bench --')
    .command(
      '$0',
      'Exact integrated gradients against what they replace',
      {
        networks: {
          type: 'string',
          default: present.join(),
          describe: 'Names or files, separated by commas; layer methods are measured on the first',
        },
        runs: { type: 'number', default: 7, describe: 'Timings of each contender; fewer of those that take long' },
        backend: { type: 'string', default: 'auto', describe: 'Backend of TensorFlow.js for the network engine' },
        document,
      },
      ({ networks, runs, backend, document: toDocument }) =>
        runComparison(
          { networks: namesIn('networks', networks), runs: checkInteger('--runs', runs, 1), backend },
          toDocument,
        ),
    )
    .command('growth', 'Time and memory by the number of regions', { document }, (given) => runGrowth(given.document))
    .strict()
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UserError(`${message.replace(/\.?$/, '.')} See --help.`);
    })
    .parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
