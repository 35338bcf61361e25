/** What methods see of a network: values and gradients at points. */
export { batches, float64Model, Model, type Place, pointsOn } from './model.ts';
export { checkValues, notFiniteOn } from './notFinite.ts';
