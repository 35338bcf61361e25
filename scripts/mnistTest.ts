import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { projectRoot } from '../src/project/index.ts';
import { readMnist } from './training/mnist.ts';

/** How many test images are bundled. */
const count = 100;

/** `npx tsx scripts/mnistTest.ts`: writes the first test images of MNIST to `data/mnist_test.csv`. */
const { labels, pixels } = await readMnist('t10k');
const rows = Array.from({ length: count }, (_, image) => [labels[image], ...pixels[image]]);
await writeFile(join(projectRoot, 'data', 'mnist_test.csv'), `${Papa.unparse(rows, { newline: '\n' })}\n`);
