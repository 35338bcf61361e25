import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium and its kin are mostly installed, on Linux, macOS and Windows. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser that tests of pages run in: what EXACT_IG_CHROMIUM says, or one in a usual place; undefined without one.
 */
export const chromiumFile = process.env.EXACT_IG_CHROMIUM ?? usualPlaces.find((place) => existsSync(place));

if (chromiumFile === undefined)
  console.warn('Skipped, because there is no Chromium: tests in a browser. EXACT_IG_CHROMIUM may name its executable.');

export function launchChromium(): Promise<Browser> {
  if (chromiumFile === undefined) throw new Error('There is no Chromium.');
  return chromium.launch({ executablePath: chromiumFile });
}
