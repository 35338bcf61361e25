import { UserError } from '../../../../../base/index.ts';
import { AveragePool, MaxPool, type Layer, type Window } from '../../../../layers/index.ts';
import type { TranslateNode } from '../graphNode.ts';
import { pairOf, windowOf } from './window.ts';

function pool(create: (window: Window) => Layer): TranslateNode {
  return (node) => {
    const image = node.image();
    const sizes = node.attributes.wholes('ksize');
    if (sizes.length === 0) throw new UserError('its ksize is missing.');
    return node.append(create(windowOf(node, pairOf(sizes, 'ksize'), image.shape)), [image]);
  };
}

export const maxPool = pool((window) => new MaxPool(window));
export const averagePool = pool((window) => new AveragePool(window, false));
