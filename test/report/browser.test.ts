import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { divergingColour } from '../../src/figures/index.ts';
import { reportPage, type ImageMaps, type RuleMap } from '../../src/report/index.ts';
import { chromiumFile, launchChromium } from '../helpers/chromium.ts';

const hostile = `</script><script>window.hit = 1</script><img src=x onerror="window.hit = 1">`;

/**
 * Two places: exactly -1 and 2, or 0.5 of them with n = 20; with n = 50 as exact. The error with n = 20 grows with the
 * image's number. Image 1 has no map of the rule gauss.
 */
function mapsOf(network: string, image: number): ImageMaps {
  const map = (rule: string, n: number, error: number, values: readonly number[]): RuleMap => ({
    rule,
    n,
    error,
    values: Float64Array.from(values),
  });
  return {
    network,
    image: String(image),
    label: '7',
    rows: 1,
    columns: 2,
    pixels: Float64Array.of(0, 51),
    exact: Float64Array.of(-1, 2),
    sampled: [
      map('left', 20, image / 100, [-0.5, 1]),
      map('left', 50, 0, [-1, 2]),
      ...(image === 1 ? [] : [map('gauss', 20, 0.5, [0, 8])]),
    ],
  };
}

const curve = Array.from({ length: 20_000 }, (_, i) => [String((7 * i) % 20_000), i === 5 ? '' : 'x']);
const page300 = reportPage({
  title: `Run ${hostile}`,
  state: hostile,
  failed: [{ item: hostile, reason: 'a'.repeat(300) }],
  missing: [hostile],
  figures: [{ name: hostile, svg: '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="20"/>' }],
  maps: ['first', hostile, 'third'].flatMap((network) => Array.from({ length: 100 }, (_, i) => mapsOf(network, i))),
  mapsNote: hostile,
  tables: [
    { name: 'curves', columns: ['samples', hostile], rows: curve },
    {
      name: 'summary',
      columns: ['network', 'value'],
      rows: [
        [hostile, '9'],
        ['b', '10'],
        ['c', ''],
        ['d', '-1'],
      ],
    },
  ],
  manifest: hostile,
});

describe.skipIf(chromiumFile === undefined)('a report in a browser', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  /** The page, once it shows the first image. Whatever the browser complains of is gathered. */
  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await browser.newPage(options);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.locator('#map-words', { hasText: 'image 0' }).waitFor();
    await page.locator('#tables td').first().waitFor();
  };
  const choose = async (name: string, value: string): Promise<void> => {
    await page.locator(`select[name=${name}]`).selectOption(value);
  };
  /** Red, green and blue of each pixel of a panel. */
  const coloursOf = async (panel: string): Promise<number[][]> => {
    const bytes = await page
      .locator(`canvas[data-panel=${panel}]`)
      .evaluate((canvas: HTMLCanvasElement) => [
        ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
      ]);
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.slice(4 * i, 4 * i + 3));
  };
  const shows = async (text: string): Promise<void> => {
    await page.locator('#map-words', { hasText: text }).waitFor();
  };
  const column = (table: string, index: number): Promise<string[]> =>
    page.locator(`details:has-text("${table}") tbody tr td:nth-child(${index})`).allTextContents();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    writeFileSync(join(folder, 'report.html'), page300);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    complaints = [];
    await open();
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    await page.close();
  });

  it('shows image, exact and sampled map and their difference on one scale, in the colours of the figures', async () => {
    await choose('image', '10');
    await shows(
      'first, image 10, label 7: left with n = 20 has a relative error of 10 %. 1 on the scale is an attribution of 2.',
    );
    const inSteps = (...steps: number[]): unknown => steps.map((step) => divergingColour(step / 127));
    expect((await coloursOf('image'))[1]).toEqual([51, 51, 51]);
    // Of 127 steps to 2 the exact -1 takes -63 (-63.5, halves up), the sampled -0.5 and 1 take -32 and 64.
    expect(await coloursOf('exact')).toEqual(inSteps(-63, 127));
    expect(await coloursOf('sampled')).toEqual(inSteps(-32, 64));
    expect(await coloursOf('difference')).toEqual(inSteps(31, -63));
    expect(await coloursOf('bar')).toEqual(inSteps(...Array.from({ length: 255 }, (_, i) => i - 127)));
  });

  it('gives what goes beyond the scale the colour of its end', async () => {
    await choose('rule', 'gauss');
    await shows('gauss with n = 20 has a relative error of 50 %');
    for (const panel of ['sampled', 'difference']) expect((await coloursOf(panel))[1]).toEqual(divergingColour(1));
  });

  it('steps through the images of a network by the arrow keys, as far as there are any', async () => {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await shows('first, image 2,');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
    await shows('first, image 0,');
    await choose('image', '99');
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await shows('first, image 99,');
  });

  it('leaves the arrows to lists and scrolled tables that have the focus, and to the browser with Alt', async () => {
    for (const taken of ['select[name=n]', '#tables .scroll >> nth=-1']) {
      await page.locator(taken).focus();
      await page.keyboard.press('ArrowRight');
    }
    await page.locator('h1').click();
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await shows('image 1,');
  });

  it('shows what has the focus, and its buttons step too', async () => {
    const next = page.locator('button[name=next]');
    await page.locator('select[name=image]').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await next.evaluate((button) => document.activeElement === button)).toBe(true);
    expect(await next.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await shows('image 1,');
  });

  it('keeps image, rule and n where the other choices have them, and says where there is no map', async () => {
    await choose('n', '50');
    await choose('image', '1');
    await shows('image 1, label 7: left with n = 50 has a relative error of 0 %');
    await choose('network', 'third');
    await shows('third, image 1, label 7: left with n = 50');
    await choose('rule', 'gauss');
    await shows('third, image 1, label 7: there is no map by gauss.');
    await choose('image', '2');
    await shows('gauss with n = 20');
    await choose('rule', 'left');
    await shows('left with n = 50');
  });

  it('lists the images with the largest error first, and begins with that', async () => {
    await choose('order', 'error');
    await shows('first, image 99,');
    const listed = await page.locator('select[name=image] option').allTextContents();
    expect(listed.slice(0, 2)).toEqual(['99, label 7', '98, label 7']);
    expect(listed.at(-1)).toBe('0, label 7');
  });

  it('sorts tables by number or text, down at a second press, with empty cells last', async () => {
    const [network, value] = [0, 1].map((i) => page.locator('details[open] th button').nth(i));
    await value.click();
    expect(await column('summary', 2)).toEqual(['-1', '9', '10', '']);
    await value.click();
    expect(await column('summary', 2)).toEqual(['10', '9', '-1', '']);
    expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('value');
    await network.click();
    expect(await column('summary', 1)).toEqual([expect.stringContaining('</script>'), 'b', 'c', 'd']);
  });

  it('unpacks a table when it is opened, a few hundred rows at a time, and sorts all of it', async () => {
    expect(await page.locator('tr').count()).toBe(5);
    await page.locator('summary', { hasText: 'curves (20000 rows)' }).click();
    await page.getByText('The first 500 of 20000 rows are shown.').waitFor();
    await page.getByRole('button', { name: 'samples' }).click();
    expect((await column('curves', 1)).slice(0, 3)).toEqual(['0', '1', '2']);
    await page.getByRole('button', { name: 'Show more rows' }).click();
    expect(await column('curves', 1)).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
  });

  it('builds little when it is opened, however many images and rows there are', async () => {
    expect(await page.locator('*').count()).toBeLessThan(300);
  });

  it('does not scroll sideways on a phone', async () => {
    await page.close();
    await open({ viewport: { width: 375, height: 800 } });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });

  it('has the ground of its figures, dark where the reader prefers dark', async () => {
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.close();
    await open({ colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(13, 17, 23)');
  });

  it('prints what is open, without what only a screen is for', async () => {
    await page.emulateMedia({ media: 'print' });
    const visible = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect(await Promise.all(['nav', '.choices', 'details:not([open])'].map(visible))).toEqual([false, false, false]);
    expect(await Promise.all(['.panels', '#map-words', 'details[open]'].map(visible))).toEqual([true, true, true]);
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
