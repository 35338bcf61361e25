import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Download } from '../../src/catalogue/index.ts';
import { fetchAll } from '../../src/cli/fetch.ts';

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-'));
  server = createServer(({ url }, response) => {
    if (url === '/here') response.end('abc');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const item = (name: string): Download => ({
  name,
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
  sha256: createHash('sha256').update('abc').digest('hex'),
  file: join(folder, name),
});

it('fetchAll brings every file that it can', async () => {
  await fetchAll([item('here')]);
  expect(existsSync(join(folder, 'here'))).toBe(true);
});

it('fetchAll brings the rest when one fails, and then says how many failed', async () => {
  await expect(fetchAll([item('gone'), item('here')])).rejects.toThrow('1 of 2 files could not be downloaded.');
  expect(existsSync(join(folder, 'here'))).toBe(true);
});
