import { describe, expect, it } from 'vitest';
import { procedureNamed, ruleNamed } from '../../src/attribution/index.ts';
import { simpson } from '../../src/quadrature/index.ts';

describe('ruleNamed', () => {
  it('gives the rule of the registry', () => {
    expect(ruleNamed('simpson')).toBe(simpson);
  });

  it('suggests the nearest name for one that is not known', () => {
    expect(() => ruleNamed('simson')).toThrow("Unknown rule 'simson'. Did you mean 'simpson'?");
  });
});

describe('procedureNamed', () => {
  it.each(['publish', 'toString', 'constructor'])('refuses %s', (name) => {
    expect(() => procedureNamed(name)).toThrow(`Unknown procedure '${name}'.`);
  });
});
