import { describe, expect, it } from 'vitest';
import { heatMaps } from '../../../experiments/attribution_methods/maps.ts';
import { saturation } from '../../../experiments/attribution_methods/saturation.ts';
import { Subject } from '../../../experiments/attribution_methods/subject.ts';
import {
  bestVariants,
  exactGradients,
  referenceFor,
  variantsOf,
} from '../../../experiments/attribution_methods/variants.ts';
import { methodNamed, methods } from '../../../src/attribution/index.ts';
import { Dense, inputName, Network } from '../../../src/network/index.ts';

const all = { methods: ['all'], rule: 'left' as const, amounts: [{ n: 5 }, { n: 50 }] };
const names = (variants: readonly { readonly method: { readonly name: string } }[]): string[] =>
  variants.map(({ method }) => method.name);

describe('variantsOf', () => {
  it('has every method for images, and all but occlusion for vectors', () => {
    expect(new Set(names(variantsOf(all, [4, 4, 1])))).toEqual(new Set(names(methods.map((method) => ({ method })))));
    expect(names(variantsOf(all, [4, 4, 1]))).toContain('occlusion');
    expect(names(variantsOf(all, [16]))).not.toContain('occlusion');
  });

  it('has the exact way of a method first, then rising n', () => {
    const variants = variantsOf({ ...all, methods: ['layer_conductance', 'lime'] }, [4, 4, 1]);
    expect(variants.map(({ rule, n }) => [rule, n])).toEqual([
      ['exact', undefined],
      ['left', 5],
      ['left', 50],
      ['random', 5],
      ['random', 50],
    ]);
  });

  it('has a tolerance only for methods that take one', () => {
    const variants = variantsOf(
      { ...all, methods: ['layer_conductance', 'lime', 'saliency'], amounts: [{ n: 5 }, { within: 0.01 }] },
      [4, 4, 1],
    );
    expect(variants.map(({ rule, n, within }) => [rule, n ?? within])).toEqual([
      ['exact', undefined],
      ['left', 5],
      ['left', 0.01],
      ['random', 5],
      ['', undefined],
    ]);
  });
});

describe('bestVariants', () => {
  it('takes of each method the exact way or the largest n, those of the input first', () => {
    const chosen = { ...all, methods: ['layer_conductance', 'lime', 'saliency', 'integrated_gradients'] };
    const best = bestVariants(variantsOf(chosen, [4, 4, 1]));
    expect(best.map(({ method, rule, n }) => [method.name, rule, n])).toEqual([
      ['lime', 'random', 50],
      ['saliency', '', undefined],
      ['integrated_gradients', 'exact', undefined],
      ['layer_conductance', 'exact', undefined],
    ]);
  });
});

describe('referenceFor', () => {
  it('is exact integrated gradients for what estimates Shapley values of many features', () => {
    expect(referenceFor(methodNamed('kernel_shap'), 16).method.name).toBe('shapley_values');
    expect(referenceFor(methodNamed('kernel_shap'), 17)).toEqual(exactGradients);
  });

  it('is the exact form in the same place for what has none of its own', () => {
    const reference = (name: string): string => referenceFor(methodNamed(name), 9).method.name;
    expect(['saliency', 'layer_gradient_x_activation', 'neuron_gradient_x_activation'].map(reference)).toEqual([
      'integrated_gradients',
      'layer_integrated_gradients',
      'neuron_integrated_gradients',
    ]);
  });
});

describe('heatMaps', () => {
  // Twelve inputs may be 2 x 2 pixels of three channels. Of a linear network integrated gradients are weight times
  // input.
  const weights = Float64Array.from({ length: 12 }, (_, i) => i - 5);
  const network = new Network(
    [12],
    [{ name: 'out', layer: new Dense(weights, Float64Array.of(0)), inputs: [inputName] }],
  );
  const loaded = { name: 'linear', file: '', files: [], network, processing: { divisor: 255, offset: 0 } };
  const setup = { baseline: 'black', seed: 0, reading: {} } as const;

  it('shows the image in its colours and sums attributions over the channels of a pixel', async () => {
    const subject = new Subject(loaded, { pixels: new Float64Array(12).fill(255), label: 0 }, setup);
    const [image, map] = await heatMaps(subject, [exactGradients]);
    expect(image).toEqual({
      method: 'image',
      label: 0,
      rows: 2,
      columns: 2,
      values: new Array(12).fill(255).join(' '),
    });
    // -5 - 4 - 3, -2 - 1 + 0, 1 + 2 + 3, 4 + 5 + 6
    expect(map).toEqual({ method: 'integrated_gradients', label: 0, rows: 2, columns: 2, values: '-12 -3 6 15' });
  });
});

describe('saturation', () => {
  const line = {
    alphas: Float64Array.of(0, 0.5, 1),
    outputs: Float64Array.of(1, 5, 6),
    gathered: Float64Array.of(0, 0.8, 1),
  };

  it('follows the straight pieces at even places, at places by equal ratios and where the class changes', () => {
    const rows = saturation({ ...line, classChanges: [{ alpha: 0.125, from: 2, to: 7 }] }, 7);
    // 101 even places, 60 by equal ratios, of which 4 are even ones, and where the class changes.
    expect(rows).toHaveLength(101 + 60 - 4 + 1);
    expect(rows.filter(({ alpha }) => [0, 0.125, 0.5, 0.75, 1].includes(Number(alpha)))).toEqual([
      { alpha: 0, label: 7, gathered: 0, new_class: '' },
      { alpha: 0.125, label: 7, gathered: 0.2, new_class: 7 },
      { alpha: 0.5, label: 7, gathered: 0.8, new_class: '' },
      { alpha: 0.75, label: 7, gathered: 0.9, new_class: '' },
      { alpha: 1, label: 7, gathered: 1, new_class: '' },
    ]);
  });

  it('has no rows where the target is the same at both ends', () => {
    expect(saturation({ alphas: line.alphas, outputs: Float64Array.of(1, 2, 1) }, 7)).toEqual([]);
  });
});
