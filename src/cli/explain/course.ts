import type { ClassChange, Explanation } from '../../attribution/index.ts';
import type { Course } from '../../figures/index.ts';
import { pointAt } from '../../line/index.ts';
import { sizeOf, type Shape } from '../../network/index.ts';
import { baselineName } from './baselines.ts';
import { isList } from '../places.ts';
import type { Answered, Question } from './question.ts';
import { quantityOf } from './words.ts';

/** Points of the line at which outputs that are not explained are evaluated. */
const pointsOnLine = 101;
/** Outputs that are told apart, and those that are drawn besides. */
const mostCurves = 5;
const mostOthers = 20;
type Curve = Course['curves'][number];

/** Outputs along the line of the first answer that has one. */
export function courseOf(question: Question, answered: Answered): { course?: Course } {
  const { network } = question.loaded;
  const { input, explanations } = answered;
  const explanation = explanations.find(
    ({ baselines, target }) => baselines.length === 1 && target.layer === network.nodes.at(-1)?.name,
  );
  if (explanation === undefined) return {};
  const [from] = explanation.baselines;
  const at = (alpha: number): Float64Array =>
    network.evaluate(pointAt({ baseline: from.values, input: input.values }, alpha));
  const alphas = Array.from({ length: pointsOnLine }, (_, i) => i / (pointsOnLine - 1));
  const outputs = alphas.map(at);
  const curve = (output: number): Curve => ({
    name: question.classes.nameOf(output),
    alphas,
    values: outputs.map((values) => values[output]),
  });
  const [explained, ...told] = outputsTold(question, answered, explanation);
  const line = explanation.layer === 'input' ? explanation.line : undefined;
  return {
    course: {
      quantity: quantityOf(question),
      ...(question.baselines[0].length > 1 && { from: baselineName(question.baselines, from) }),
      curves: [line ? withBreakpoints(curve(explained), line) : curve(explained), ...told.map(curve)],
      others: besides(explained, question.classes.shape)
        .filter((output) => output !== explained && !told.includes(output))
        .map(curve),
      ...(line && { breakpoints: line.alphas.slice(1, -1) }),
      changes: classChangesOf(question, explanation).map(({ alpha, from, to }) => ({
        alpha,
        value: at(alpha)[to],
        name: question.classes.changeInWords(from, to),
      })),
    },
  };
}

/** A curve at its own points, between which smooth layers may bend it, and at the breakpoints of a line. */
function withBreakpoints(curve: Curve, { alphas, outputs }: NonNullable<Explanation['line']>): Curve {
  const points = [
    ...Array.from(curve.alphas, (alpha, i) => ({ alpha, value: curve.values[i] })),
    ...Array.from(alphas, (alpha, i) => ({ alpha, value: outputs[i] })),
  ].sort((a, b) => a.alpha - b.alpha);
  return { ...curve, alphas: points.map(({ alpha }) => alpha), values: points.map(({ value }) => value) };
}

/** Where the largest output changes. Outputs with places are no classes of one decision. */
function classChangesOf({ classes }: Question, { line }: Explanation): readonly ClassChange[] {
  return isList(classes.shape) ? (line?.classChanges ?? []) : [];
}

/**
 * Outputs with curves of their own: the explained one first, then other targets, and those that a decision is between.
 */
function outputsTold(question: Question, { top, explanations }: Answered, explanation: Explanation): number[] {
  const { layer, unit = top } = explanation.target;
  const targets = explanations.flatMap(({ target }) => (target.layer === layer ? (target.unit ?? []) : []));
  const changes = classChangesOf(question, explanation).flatMap(({ from, to }) => [from, to]);
  const decided = isList(question.classes.shape) ? [top, ...changes] : [];
  return [...new Set([unit, ...targets, ...decided])].slice(0, mostCurves);
}

/** Outputs to draw beside one: the first of a list, of an image the channels of its place. */
function besides(unit: number, shape: Shape): number[] {
  const count = isList(shape) ? sizeOf(shape) : shape[shape.length - 1];
  const first = isList(shape) ? 0 : unit - (unit % count);
  return Array.from({ length: Math.min(mostOthers, count) }, (_, i) => first + i);
}
