import { methodNamed, methods, type Method, type MethodName, type RuleChoice } from '../../src/attribution/index.ts';
import type { Shape } from '../../src/network/index.ts';
import type { RuleName } from '../../src/quadrature/index.ts';

/** How much a method samples: so many partitions or samples, or as many as a tolerance takes. */
export interface Amount {
  readonly n?: number;
  readonly within?: number;
}

/** One variant of a method: exact, by a rule or at random, or the only one that it has. */
export interface Variant extends Amount {
  readonly method: Method<MethodName>;
  /** `exact`, a quadrature rule or `random`; empty where there is no choice. */
  readonly rule: RuleChoice | '';
}

/** What the user chose of methods. */
export interface Choice {
  readonly methods: readonly string[];
  readonly rule: RuleName;
  /** Ascending n, then a tolerance. */
  readonly amounts: readonly Amount[];
}

/** What `--methods` says for all there are. */
export const allMethods = 'all';

/**
 * All variants of the chosen methods, in the order of the registry. Occlusion slides over images only, and not every
 * method takes a tolerance.
 */
export function variantsOf({ methods: names, rule, amounts }: Choice, inputShape: Shape): Variant[] {
  const chosen = names.includes(allMethods) ? methods : names.map(methodNamed);
  return chosen
    .filter(({ options }) => inputShape.length === 3 || !options.includes('window'))
    .flatMap((method) => [
      ...('integrand' in method ? [{ method, rule: 'exact' as const }] : []),
      ...(method.kind === 'path' ? amountsFor(method, amounts).map((amount) => ({ method, rule, ...amount })) : []),
      ...('random' in method
        ? amountsFor(method, amounts).map((amount) => ({ method, rule: 'random' as const, ...amount }))
        : []),
      ...(method.kind === 'direct' ? [{ method, rule: '' as const }] : []),
    ]);
}

function amountsFor({ options }: Method, amounts: readonly Amount[]): readonly Amount[] {
  return amounts.filter(({ within }) => within === undefined || options.includes('within'));
}

/**
 * The variant of each method that comes nearest to what it defines, the exact one or else that of the largest n or a
 * tolerance: first of the methods that attribute to the input, then of those that attribute to a layer.
 */
export function bestVariants(variants: readonly Variant[]): Variant[] {
  const best = new Map<Method, Variant>();
  for (const variant of variants) {
    if (best.get(variant.method)?.rule !== 'exact') best.set(variant.method, variant);
  }
  const [input, layer] = ['input', 'layer'].map((place) =>
    [...best.values()].filter(({ method }) => method.attributes === place),
  );
  return [...input, ...layer];
}

/** Random methods that estimate what another one computes. */
const estimated: Readonly<Record<string, string>> = {
  shapley_value_sampling: 'shapley_values',
  kernel_shap: 'shapley_values',
};

/** Exact Shapley values of more features take too long. */
const fewFeatures = 16;

/** Exact integrated gradients, which methods without an exact form of their own are compared with. */
export const exactGradients: Variant = { method: methodNamed('integrated_gradients'), rule: 'exact' };

/**
 * What a method is compared with: its own exact form, the exact Shapley values if it estimates them and there are few
 * features, else exact integrated gradients, of layer methods in their layer form, of neuron methods in their neuron
 * form.
 */
export function referenceFor(method: Method<MethodName>, features: number): Variant {
  if ('integrand' in method) return { method, rule: 'exact' };
  if (Object.hasOwn(estimated, method.name) && features <= fewFeatures)
    return { method: methodNamed(estimated[method.name]), rule: '' };
  if (method.neuron === 'explained') return { method: methodNamed('neuron_integrated_gradients'), rule: 'exact' };
  return method.attributes === 'input'
    ? exactGradients
    : { method: methodNamed('layer_integrated_gradients'), rule: 'exact' };
}
