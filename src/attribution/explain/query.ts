import type { Output } from '../head/index.ts';
import type { Method, Question } from '../methods/index.ts';
import { type Estimator, estimatorOf } from './estimator.ts';
import { obstacleTo } from './obstacle.ts';

/** A question of a request for one method, and how it is answered. */
export interface Query {
  readonly method: Method;
  readonly question: Question;
  /** Of networks that end in a softmax or sigmoid. */
  readonly output: Output | undefined;
  /** Why there is no exact answer, if the method has some. */
  readonly obstacle: string | undefined;
  readonly estimator: Estimator;
}

/** @throws UserError if the method has no such answer as the options choose */
export function queryOf(method: Method, question: Question, output: Output | undefined): Query {
  const obstacle = obstacleTo(method, question);
  return { method, question, output, obstacle, estimator: estimatorOf(method, question.options, obstacle) };
}
