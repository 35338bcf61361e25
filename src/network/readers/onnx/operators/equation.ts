import { UserError } from '../../../../base/index.ts';

/** The axes of the operands and of the result of an Einsum, a letter for each. */
export interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
}

/**
 * An equation as letters alone: what `...` stands for has digits, counted from the last axis. Without a result it is
 * what stands there once, in the order of the alphabet, behind the axes of `...`.
 *
 * @param ranks axes of the operands
 * @throws UserError unless it is an equation of operands with so many axes
 * @example equationOf('...i,i', [3, 1]) // 1 0 i, i -> 1 0
 */
export function equationOf(text: string, ranks: readonly number[]): Equation {
  const [left, ...given] = text.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  const isTerm = (term: string): boolean => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term);
  if (terms.length !== ranks.length || given.length > 1 || ![...terms, ...given].every(isTerm))
    throw new UserError(
      `its equation is '${text}', expected terms for ${ranks.length} inputs, such as 'bij,bjk->bik'.`,
    );
  const others = (term: string): number => term.replace('...', '').length;
  const wrong = terms.findIndex((term, i) =>
    term.includes('...') ? others(term) > ranks[i] : term.length !== ranks[i],
  );
  if (wrong >= 0)
    throw new UserError(
      `its equation '${text}' is for other axes than its input ${wrong} has, which are ${ranks[wrong]}.`,
    );
  const operands = terms.map((term, i) => expanded(term, ranks[i] - others(term)));
  const most = Math.max(...terms.map((term, i) => (term.includes('...') ? ranks[i] - others(term) : 0)));
  const result = given.length === 0 ? implied(operands, most) : expanded(given[0], most);
  const unknown = result.find((letter, i) => result.indexOf(letter) !== i || !operands.flat().includes(letter));
  if (unknown !== undefined)
    throw new UserError(`its equation '${text}' gives an axis '${unknown}' twice, or one that no input has.`);
  return { operands, result };
}

/** @param count axes that `...` stands for */
function expanded(term: string, count: number): string[] {
  const [before, after = ''] = term.split('...');
  const dots = term.includes('...') ? Array.from({ length: count }, (_, i) => String(count - 1 - i)) : [];
  return [...Array.from(before), ...dots, ...Array.from(after)];
}

function implied(operands: readonly (readonly string[])[], dots: number): string[] {
  const all = operands.flat();
  const once = all.filter((letter) => /[A-Za-z]/.test(letter) && all.indexOf(letter) === all.lastIndexOf(letter));
  return [...expanded('...', dots), ...once.sort()];
}
