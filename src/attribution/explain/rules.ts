import { captumRules, rules, type Rule, type RuleName } from '../../quadrature/index.ts';
import type { RuleChoice } from '../methods/index.ts';
import { named } from '../../names/index.ts';

/** The rule of this name, Captum's own ones among them. */
export function ruleNamed(name: string): Rule<RuleName> {
  return named<Rule<RuleName>>('rule', name, [...rules, ...captumRules]);
}

/** What may be said in the place of a rule. @throws UserError if it is no rule, nor exact or random */
export function ruleChoiceNamed(name: string): RuleChoice {
  return name === 'exact' || name === 'random' ? name : ruleNamed(name).name;
}
