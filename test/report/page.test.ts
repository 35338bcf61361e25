import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reportPage, type ReportData } from '../../src/report/index.ts';
import { packMaps } from '../../src/report/packMaps.ts';
import { packTable } from '../../src/report/packTable.ts';

const hostile = `<script>alert('1')</script>&"`;
const data: ReportData = {
  title: hostile,
  state: hostile,
  failed: [{ item: hostile, reason: hostile }],
  missing: [hostile],
  figures: [{ name: hostile, svg: `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>` }],
  maps: [
    {
      network: hostile,
      image: hostile,
      label: hostile,
      rows: 1,
      columns: 2,
      pixels: Float64Array.of(0, 255),
      exact: Float64Array.of(-1, 2),
      sampled: [{ rule: hostile, n: 20, error: 0.5, values: Float64Array.of(1, 7) }],
    },
  ],
  mapsNote: hostile,
  tables: [{ name: hostile, columns: [hostile], rows: [[hostile], ['x'.repeat(100)]] }],
  manifest: hostile,
};

describe('reportPage', () => {
  const html = reportPage(data);

  it('takes nothing from files as HTML: the only script that runs is its own', () => {
    expect(html.match(/<script(?! type="application\/json" )/g)).toHaveLength(1);
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html).not.toContain('<script>');
    // Title twice, state, failed twice, missing, figure twice, note of maps, table twice, manifest.
    expect(html.match(/&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;&quot;/g)).toHaveLength(12);
  });

  it('tells the browser to run that script alone, by its hash', () => {
    const [, script] = /<script type="module">([^]*)<\/script>/.exec(html) ?? [];
    expect(html).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  });

  it('shows figures as images, which run no script', () => {
    expect(html).toContain('src="data:image/svg+xml;base64,');
  });

  it('refers to nothing outside of itself', () => {
    for (const [, target] of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(target).toMatch(/^(#|data:)/);
  });

  it('has no section for maps where there are none', () => {
    expect(html).toContain('<section id="maps">');
    expect(reportPage({ ...data, maps: [] })).not.toContain('<section id="maps">');
  });
});

describe('packTable', () => {
  it('holds columns and rows, and cuts long cells', () => {
    const packed = packTable({ name: 'table', columns: ['a'], rows: [['1'], ['x'.repeat(100)]] });
    const text = inflateSync(Buffer.from(packed, 'base64')).toString();
    expect(JSON.parse(text)).toEqual({ columns: ['a'], rows: [['1'], [`${'x'.repeat(57)}...`]] });
  });
});

describe('packMaps', () => {
  it('holds pixels, the exact map in steps of the largest absolute value, and sampled ones as differences to it', () => {
    const [image] = packMaps(data.maps).images;
    expect(image).toMatchObject({ rows: 1, columns: 2, channels: 1, limit: 2 });
    // 127 steps to the limit 2, halves up: exact -63 and 127, sampled 64 and 445, which are 127 and 318 more. In bytes
    // -63 is 193 and 255 x 256, 318 is 62 and 1 x 256.
    expect([...inflateSync(Buffer.from(image.data, 'base64'))]).toEqual([0, 255, 193, 127, 255, 0, 127, 62, 0, 1]);
  });

  it('has a colour for each step, white in the middle', () => {
    const { palette } = packMaps([]);
    expect(palette).toHaveLength(3 * 255);
    expect(palette.slice(3 * 127, 3 * 128)).toEqual([255, 255, 255]);
  });

  it('is all 0 where the exact map is', () => {
    const [image] = packMaps([{ ...data.maps[0], exact: new Float64Array(2) }]).images;
    expect(image.limit).toBe(0);
    expect([...inflateSync(Buffer.from(image.data, 'base64'))].slice(2)).toEqual(new Array(8).fill(0));
  });
});
