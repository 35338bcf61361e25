import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  methodNamed,
  procedureNamed,
  ruleChoiceNamed,
  ruleNamed,
  type Baseline,
  type ExplainRequest,
} from '../../src/attribution/index.ts';
import { simpson } from '../../src/quadrature/index.ts';

describe('ruleNamed', () => {
  it('gives the rule of the registry', () => {
    expect(ruleNamed('simpson')).toBe(simpson);
  });

  it('suggests the nearest name for one that is not known', () => {
    expect(() => ruleNamed('simson')).toThrow("Unknown rule 'simson'. Did you mean 'simpson'?");
  });
});

describe('ruleChoiceNamed', () => {
  it.each(['exact', 'random', 'left', 'captum_middle'])('takes %s', (name) => {
    expect(ruleChoiceNamed(name)).toBe(name);
  });

  it('suggests the nearest name for one that is not known', () => {
    expect(() => ruleChoiceNamed('captum_midle')).toThrow("Did you mean 'captum_middle'?");
  });
});

it('names of methods, rules and baselines are literal types, so that a typo does not compile', () => {
  expectTypeOf<'integrated_gradients' | 'lime'>().toExtend<ExplainRequest['method']>();
  expectTypeOf<'integrated_gradient'>().not.toExtend<ExplainRequest['method']>();
  expectTypeOf<'exact' | 'random' | 'simpson' | 'captum_left'>().toExtend<ExplainRequest['rule']>();
  expectTypeOf<'simson'>().not.toExtend<ExplainRequest['rule']>();
  expectTypeOf<'black' | 'gaussian'>().toExtend<Baseline>();
  expectTypeOf<'blak'>().not.toExtend<Baseline>();
  expectTypeOf(methodNamed('lime').name).toEqualTypeOf<ExplainRequest['method']>();
});

describe('procedureNamed', () => {
  it.each(['publish', 'toString', 'constructor'])('refuses %s', (name) => {
    expect(() => procedureNamed(name)).toThrow(`Unknown procedure '${name}'.`);
  });
});
