import {
  endpoints,
  outputPath,
  outputsAreRemembered,
  outputToRemember,
  restrict,
  type Restriction,
} from '../../line/index.ts';
import { type Explained, Frontier } from '../head/index.ts';
import { classChanges, type ClassChange } from './classChanges.ts';

/** What a restriction tells of the target along the line, region by region. */
export interface AlongLine {
  /** 0, the breakpoints between the linear regions, and 1. */
  readonly alphas: Float64Array;
  /** The target's value at each of them; it is straight between, of a network with a smooth end smooth. */
  readonly outputs: Float64Array;
  /**
   * The saturation curve: which share of the attributions' sum is gathered from 0 up to each alpha. Absent if the
   * target is the same at both ends.
   */
  readonly gathered?: Float64Array;
  /**
   * Where the largest output changes, if the target is an output of the network. Found when it is first asked for, by
   * another walk along the line.
   */
  readonly classChanges?: readonly ClassChange[];
}

/** @param explained the target among the outputs of the restriction, or behind them */
export function alongLine(restriction: Restriction, explained: Explained): AlongLine {
  const alphas = endpoints(restriction);
  const outputs = outputsAlong(restriction, explained, alphas);
  const change = outputs[outputs.length - 1] - outputs[0];
  return {
    alphas,
    outputs,
    ...(change !== 0 && { gathered: outputs.map((output) => (output - outputs[0]) / change) }),
  };
}

/** What is explained at some alphas, ascending, as it is followed along the line. */
export function outputsAlong(restriction: Restriction, explained: Explained, alphas: Float64Array): Float64Array {
  if (typeof explained === 'number') {
    const { alphas: begins, values, slopes } = outputPath(restriction, explained);
    let piece = 0;
    return alphas.map((alpha) => {
      while (begins[piece + 1] <= alpha) piece++;
      return values[piece] + slopes[piece] * (alpha - begins[piece]);
    });
  }
  const frontier = new Frontier(restriction);
  return alphas.map((alpha) => {
    frontier.runTo(alpha);
    return explained.value(frontier.values);
  });
}

/**
 * What is known along a line, with where the largest output changes, which is found when it is asked for if the path of
 * the outputs was not remembered.
 */
export function withClassChanges(line: AlongLine, restriction: Restriction, memory: number | undefined): AlongLine {
  if (outputsAreRemembered(restriction)) return { ...line, classChanges: classChanges(restriction) };
  return withLaterChanges(line, () => {
    const { graph, baseline, delta } = restriction;
    const input = baseline.map((x, i) => x + delta[i]);
    const options = { remember: [outputToRemember(graph)], ...(memory !== undefined && { memory }) };
    return classChanges(restrict(graph, { baseline, input }, options));
  });
}

function withLaterChanges(line: AlongLine, find: () => ClassChange[]): AlongLine {
  let found: ClassChange[] | undefined;
  return {
    ...line,
    get classChanges() {
      return (found ??= find());
    },
  };
}
