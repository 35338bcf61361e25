import { captumRules, rules, type Rule } from '../quadrature/index.ts';
import { unknownName } from '../names/index.ts';

/** The rule of this name, Captum's own ones among them. */
export function ruleNamed(name: string): Rule {
  const known = [...rules, ...captumRules];
  const rule = known.find((candidate) => candidate.name === name);
  if (rule === undefined)
    throw unknownName(
      'rule',
      name,
      known.map((candidate) => candidate.name),
    );
  return rule;
}
