import { describe, expect, it } from 'vitest';
import { draw, label } from '../../src/figures/canvas.ts';
import { ground, ink } from '../../src/figures/style.ts';
import { elements } from '../helpers/svg.ts';

const options = { width: 30, height: 20, title: 'a < b & "c"', description: 'd' };

describe('draw', () => {
  it('rounds coordinates to 2 decimals and leaves texts as they are', () => {
    const svg = draw(options, (canvas) => {
      canvas.path('M1.23456 -2.00001L1e-14 3');
      label(canvas, '0.00001 %', 1 / 3, 2);
    });
    expect(elements(svg, 'path')[0].attributes.d).toBe('M1.23 -2L0 3');
    expect(elements(svg, 'text')[0].attributes.x).toBe('0.33');
    expect(elements(svg, 'text')[0].text).toBe('0.00001 %');
  });

  it('gives the document a size, a title, a description and a white ground', () => {
    const svg = draw(options, () => undefined);
    expect(elements(svg, 'title')[0].text).toBe('a < b & "c"');
    expect(elements(svg, 'desc')[0].text).toBe('d');
    expect(svg).toContain('width="30" height="20" viewBox="0 0 30 20" role="img"');
    expect(elements(svg, 'rect')[0].attributes).toEqual({ width: '30', height: '20', fill: '#ffffff' });
  });

  it('has a style for readers who prefer dark: ground and inks change places, and what is fixed keeps its colour', () => {
    const [style] = elements(
      draw(options, () => undefined),
      'style',
    );
    expect(style.text).toMatch(/^@media \(prefers-color-scheme:dark\)\{.*\}\}$/);
    for (const [light, dark] of [
      [ground, '#0d1117'],
      [ink, '#e6e8eb'],
    ])
      expect(style.text).toContain(`[fill="${light}"]:not(.fixed){fill:${dark}}[stroke="${light}"]`);
  });

  it('escapes texts, so that any name may stand in a figure', () => {
    expect(draw(options, () => undefined)).toContain('<title>a &lt; b &amp; ');
  });
});
