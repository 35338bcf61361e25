import { occlusion as occlude } from '../features/index.ts';
import type { DirectMethod } from './method.ts';
import { baselineOptions } from './optionGroups.ts';
import { perturbationOf } from './perturbing.ts';

/** Rows and columns of the window unless said. */
const defaultWindow = [4, 4] as const;

/** Occlusion (Zeiler & Fergus 2014): how far the target falls under a window. One evaluation for each place of it. */
export const occlusion: DirectMethod<'occlusion'> = {
  name: 'occlusion',
  kind: 'direct',
  summary: "How far the target falls when a sliding window is the baseline's (Zeiler & Fergus 2014)",
  attributes: 'input',
  options: [...baselineOptions, 'window', 'strides'],
  async direct(question) {
    const { window = defaultWindow, strides = [1, 1] } = question.options;
    const { attributions } = await occlude(perturbationOf(question), {
      shape: question.network.inputShape,
      window,
      strides,
    });
    return { attributions };
  },
};
