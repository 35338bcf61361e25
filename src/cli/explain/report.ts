import type { Explanation } from '../../attribution/index.ts';
import { barsText } from './barsText.ts';
import { comparisonTable } from './compare.ts';
import { mapOf, namesOf, shownShape } from './figure.ts';
import { heatMapText } from './heatMap.ts';
import type { Answered, Question } from './question.ts';
import { describe, prediction } from './words.ts';
import type { Result } from './write.ts';

/** The prediction, and each answer with a map or its longest bars, and what sampling makes of it. */
export function report(question: Question, { answered, compared }: Result, colours: boolean): string {
  const answers = answered.explanations.map((explanation) => {
    const sampled = compared.filter(({ exact }) => exact === explanation);
    return [
      describe(question, answered, explanation),
      ...sketch(question, answered, explanation, colours),
      ...(sampled.length > 0 ? [comparisonTable(sampled)] : []),
    ].join('\n\n');
  });
  return [prediction(question, answered), ...answers].join('\n\n');
}

/** A map where there are colours, and the longest bars of what is no image: of a matrix that no pixels made too. */
function sketch(question: Question, answered: Answered, explanation: Explanation, colours: boolean): string[] {
  const map = mapOf({ ...explanation, shape: shownShape(question, explanation) });
  const ofPixels = explanation.layer === 'input' && question.inputs.processing !== undefined;
  const isImage = map !== undefined && (explanation.shape.length !== 2 || ofPixels);
  return [
    ...(map && colours ? [heatMapText(map)] : []),
    ...(isImage ? [] : [barsText(namesOf(question, answered, explanation), explanation.attributions)]),
  ];
}
