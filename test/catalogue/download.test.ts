import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download, type Download } from '../../src/catalogue/index.ts';

const content = Buffer.alloc(300_000, 'exact integrated gradients ');
const sha256 = createHash('sha256').update(content).digest('hex');

let folder: string;
let file: string;
let part: string;
let server: Server;
/** What the server does with a request; each test its own. */
let answer: RequestListener;
/** The `Range` of each request that came. */
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  file = join(folder, 'deep', 'network.pyt');
  part = `${file}.part`;
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A server as it should be: sends everything, or what the range asks for. */
const wellBehaved: RequestListener = ({ headers: { range } }, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  if (start >= content.length) response.writeHead(416).end();
  else
    response
      .writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start })
      .end(content.subarray(start));
};

/** Sends the first bytes of the content, then does something else. */
const sendsFirst =
  (bytes: number, then: (close: () => void) => void): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, bytes), () => {
      then(() => response.destroy());
    });
  };

const item = (changes: Partial<Download> = {}): Download => {
  const { port } = server.address() as AddressInfo;
  return { name: 'network', url: `http://127.0.0.1:${port}/network.pyt`, sha256, file, ...changes };
};

/** A download that breaks off after 100,000 bytes, so that they are kept. */
async function breakOff(): Promise<void> {
  answer = sendsFirst(100_000, (close) => setTimeout(close, 100));
  await expect(download(item(), () => undefined)).rejects.toThrow('broke off');
}

describe('download', () => {
  it('brings a file, under its name only when its hash is right, and tells how far it is', async () => {
    answer = wellBehaved;
    const told: [number, number | undefined][] = [];
    const outcome = await download(item(), (received, total) => {
      told.push([received, total]);
      expect(existsSync(file)).toBe(false);
    });
    expect(outcome).toBe('downloaded');
    expect(readFileSync(file)).toEqual(content);
    expect(existsSync(part)).toBe(false);
    expect(told.at(-1)).toEqual([content.length, content.length]);
  });

  it('does not ask for a file that is there with the right hash', async () => {
    answer = wellBehaved;
    await download(item(), () => undefined);
    expect(await download(item(), () => undefined)).toBe('present');
    expect(ranges).toHaveLength(1);
  });

  it('replaces a file that is there with a wrong hash', async () => {
    answer = wellBehaved;
    await download(item(), () => undefined);
    writeFileSync(file, 'changed');
    expect(await download(item(), () => undefined)).toBe('downloaded');
    expect(readFileSync(file)).toEqual(content);
  });

  it('keeps what came of a download that broke off, says so, and goes on from there', async () => {
    await breakOff();
    expect(readFileSync(part)).toEqual(content.subarray(0, 100_000));
    answer = wellBehaved;
    const told: number[] = [];
    await download(item(), (received) => told.push(received));
    expect(ranges).toEqual([undefined, 'bytes=100000-']);
    expect(told[0]).toBeGreaterThan(100_000);
    expect(readFileSync(file)).toEqual(content);
  });

  it('begins anew when the server sends everything in spite of the range', async () => {
    await breakOff();
    answer = (_, response) => response.end(content);
    await download(item(), () => undefined);
    expect(readFileSync(file)).toEqual(content);
  });

  it('asks for nothing more of a part that is whole', async () => {
    await breakOff();
    writeFileSync(part, content);
    answer = wellBehaved;
    expect(await download(item(), () => undefined)).toBe('downloaded');
    expect(ranges.at(-1)).toBe('bytes=300000-');
  });

  it('deletes what has a wrong hash and says both hashes', async () => {
    answer = wellBehaved;
    const expected = '0'.repeat(64);
    await expect(download(item({ sha256: expected }), () => undefined)).rejects.toThrow(
      new RegExp(`network: what .* sent has the SHA-256 ${sha256}, expected ${expected}. It is deleted.`),
    );
    expect(existsSync(part)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  it('says what the server answers when it has no such file', async () => {
    answer = (_, response) => response.writeHead(404).end('Not here');
    await expect(download(item(), () => undefined)).rejects.toThrow(/network\.pyt answers 404 Not Found/);
    expect(existsSync(part)).toBe(false);
  });

  it.each([
    ['before it answers', (): RequestListener => () => undefined, 0],
    ['amid the file', (): RequestListener => sendsFirst(1000, () => undefined), 1000],
  ])('gives up on a server that falls silent %s, and keeps what came', async (_, listener, kept) => {
    answer = listener();
    await expect(download(item(), () => undefined, { silence: 300 })).rejects.toThrow(
      /sent nothing for 0.3 s. What has come is kept/,
    );
    expect(existsSync(part) ? readFileSync(part).length : 0).toBe(kept);
  });

  it('waits for a server that is slow but not silent', async () => {
    const pieces = [0, 1, 2, 3, 4].map((i) => content.subarray(i * 60_000, (i + 1) * 60_000));
    answer = (_, response) => {
      const timer = setInterval(() => {
        const piece = pieces.shift();
        if (piece) return response.write(piece);
        clearInterval(timer);
        response.end();
      }, 150);
    };
    // 5 pieces at 150 ms take longer than the 600 ms that the server may be silent.
    expect(await download(item(), () => undefined, { silence: 600 })).toBe('downloaded');
    expect(readFileSync(file)).toEqual(content);
  });

  it('gives up on a server that never ends, by its time and by its bytes', async () => {
    let sent = 0;
    answer = (request, response) => {
      const timer = setInterval(() => {
        response.write('endless ');
        sent += 8;
      }, 20);
      request.on('close', () => {
        clearInterval(timer);
      });
    };
    await expect(download(item(), () => undefined, { duration: 400 })).rejects.toThrow(
      /took longer than 0.4 s. What has come is kept/,
    );
    rmSync(part);
    await expect(download(item(), () => undefined, { size: 100 })).rejects.toThrow(
      'sends more than the 100 bytes that a file may have.',
    );
    expect(sent).toBeLessThan(10_000);
    answer = wellBehaved;
    await expect(download(item(), () => undefined, { size: content.length - 1 })).rejects.toThrow('sends more than');
  });

  it.skipIf(process.platform === 'win32')('does not write through a symbolic link', async () => {
    const [victim, deep] = [join(folder, 'victim'), join(folder, 'deep')];
    mkdirSync(deep);
    for (const text of ['mine', '']) {
      writeFileSync(victim, text);
      symlinkSync(victim, part);
      answer = wellBehaved;
      expect(await download(item(), () => undefined)).toBe('downloaded');
      expect(readFileSync(victim, 'utf8')).toBe(text);
      expect(readFileSync(file)).toEqual(content);
      rmSync(file);
    }
  });

  it('says that the host cannot be reached', async () => {
    const { port } = server.address() as AddressInfo;
    const closed = item();
    await new Promise((resolve) => server.close(resolve));
    await expect(download(closed, () => undefined)).rejects.toThrow(
      new RegExp(`Cannot reach 127.0.0.1:${port} \\(.*ECONNREFUSED.*\\). Is this machine online\\?`),
    );
  });

  it('says that the file cannot be written', async () => {
    writeFileSync(join(folder, 'deep'), 'a file, not a folder');
    answer = wellBehaved;
    await expect(download(item(), () => undefined)).rejects.toThrow(/^Cannot write '.*network\.pyt/);
  });
});
