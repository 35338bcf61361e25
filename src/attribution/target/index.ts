export { inputLayer, type Layer, lineNodeOf, resolveLayer, resolveLayers } from './layer.ts';
export { withInputsOf, withOwnUnits } from './ownUnits.ts';
export {
  type Combination,
  type ResolvedTarget,
  resolveTarget,
  resolveUnit,
  type Target,
  type Unit,
  type UnitFunction,
} from './target.ts';
