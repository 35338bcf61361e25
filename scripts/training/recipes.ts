import { unknownName } from '../../src/names/index.ts';

/** A layer with weights; a ReLU follows every one but the last. */
export type LayerSize =
  | {
      readonly type: 'conv';
      readonly filters: number;
      readonly size: number;
      readonly stride: number;
      readonly padding: number;
    }
  | { readonly type: 'dense'; readonly units: number };

/** How a bundled network is built and trained. */
export interface Recipe {
  readonly layers: readonly LayerSize[];
  readonly epochs: number;
  /** Of the box around an image, in units of the input, against which the network is trained; 0 is plain training. */
  readonly radius: number;
}

const conv = (filters: number, size: number, stride: number, padding: number): LayerSize => ({
  type: 'conv',
  filters,
  size,
  stride,
  padding,
});
const dense = (units: number): LayerSize => ({ type: 'dense', units });

const recipes = new Map<string, Recipe>([
  ['mnist_dense', { layers: [dense(100), dense(100), dense(10)], epochs: 12, radius: 0 }],
  ['mnist_convsmall', { layers: [conv(16, 4, 2, 0), conv(32, 4, 2, 0), dense(100), dense(10)], epochs: 10, radius: 0 }],
  [
    'mnist_convmedium',
    { layers: [conv(16, 4, 2, 1), conv(32, 4, 2, 1), dense(1000), dense(10)], epochs: 8, radius: 0 },
  ],
  [
    'mnist_convbig',
    {
      layers: [
        conv(32, 3, 1, 1),
        conv(32, 4, 2, 1),
        conv(64, 3, 1, 1),
        conv(64, 4, 2, 1),
        dense(512),
        dense(512),
        dense(10),
      ],
      epochs: 6,
      radius: 0.1,
    },
  ],
]);

export const recipeNames: readonly string[] = [...recipes.keys()];

/** @throws UserError with the nearest name */
export function recipeOf(name: string): Recipe {
  const recipe = recipes.get(name);
  if (recipe === undefined) throw unknownName('network', name, recipeNames);
  return recipe;
}
