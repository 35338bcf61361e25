import { describe, expect, it } from 'vitest';
import { reportPage, type ReportData } from '../../src/report/index.ts';

const hostile = `<script>alert('1')</script>&"`;
const data: ReportData = {
  title: hostile,
  state: hostile,
  failed: [{ item: hostile, reason: hostile }],
  missing: [hostile],
  figures: [{ name: hostile, svg: `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>` }],
  tables: [{ name: hostile, columns: [hostile], rows: [[hostile], ['x'.repeat(100)]] }],
  manifest: hostile,
};

describe('reportPage', () => {
  it('takes nothing from files as HTML: the only script is its own', () => {
    const html = reportPage(data);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain(`alert('1')`);
    expect(html.match(/&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;&quot;/g)).toHaveLength(12);
  });

  it('shows figures as images, which run no script', () => {
    expect(reportPage(data)).toContain('src="data:image/svg+xml;base64,');
  });

  it('refers to nothing outside of itself', () => {
    for (const [, target] of reportPage(data).matchAll(/(?:src|href)="([^"]*)"/g)) expect(target).toMatch(/^(#|data:)/);
  });

  it('cuts long cells', () => {
    expect(reportPage(data)).toContain(`<td>${'x'.repeat(57)}...</td>`);
  });
});
