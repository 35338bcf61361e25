import { rules, type Rule } from '../quadrature/index.ts';
import { unknownName } from '../unknownName.ts';

/** The rule of this name. */
export function ruleNamed(name: string): Rule {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule === undefined) throw unknownName('rule', name, rules.map((known) => known.name));
  return rule;
}
