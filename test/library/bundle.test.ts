import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { explain } from '../../src/index.ts';
import { readOnnx } from '../../src/browser.ts';
import { projectRoot } from '../../src/project/index.ts';
import { chromiumFile, launchChromium } from '../helpers/chromium.ts';

const file = join(projectRoot, 'networks', 'mnist_convsmall.onnx');

/** A page's script: the bundle explains a network whose bytes it is given. */
const script = `
  import { explain, readOnnx } from ${JSON.stringify(join(projectRoot, 'src', 'browser.ts'))};
  globalThis.explained = async (base64, input) => {
    const network = readOnnx(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    const [{ attributions, regions }] = await explain(network, { method: 'integrated_gradients', input, target: 7 });
    return { attributions: [...attributions], regions };
  };
`;

describe.skipIf(chromiumFile === undefined)('a bundle for browsers', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('gives the attributions of Node.js, to the bit, and nothing on the console', async () => {
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir: projectRoot },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      splitting: true,
      outdir: 'bundle',
      write: false,
    });
    const entry = outputFiles.find(({ path }) => path.endsWith('stdin.js'));
    if (entry === undefined) throw new Error('esbuild gave no entry.');
    const page = await browser.newPage();
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(String(error)));
    await page.route('**/*', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const chunk = outputFiles.find(({ path }) => path.endsWith(name));
      return name === '' || chunk === undefined
        ? route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' })
        : route.fulfill({ contentType: 'text/javascript', body: chunk.text });
    });
    await page.goto('http://bundle.test/');
    await page.addScriptTag({ type: 'module', url: '/stdin.js' });
    const bytes = readFileSync(file);
    const network = readOnnx(bytes);
    const input = Array.from({ length: network.inputSize }, (_, i) => ((7919 * i) % 256) / 255);
    const found: unknown = await page.evaluate(
      `explained(${JSON.stringify(bytes.toString('base64'))}, ${JSON.stringify(input)})`,
    );
    const [here] = await explain(network, { method: 'integrated_gradients', input, target: 7 });
    expect(found).toEqual({ attributions: [...here.attributions], regions: here.regions });
    expect(here.regions).toBeGreaterThan(100);
    expect(told).toEqual([]);
  });
});
