export { inputLayer, type Layer, lineNodeOf, resolveLayer, resolveLayers, withInputsOf } from './layer.ts';
export {
  type Combination,
  type ResolvedTarget,
  resolveTarget,
  resolveUnit,
  type Target,
  type Unit,
  type UnitFunction,
} from './target.ts';
