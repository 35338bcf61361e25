import type { Explanation } from '../../attribution/index.ts';
import {
  explanationFigure,
  shortened,
  type BarAnswer,
  type Image,
  type MapAnswer,
  type SignedMap,
} from '../../figures/index.ts';
import { pictureShape } from '../../inputs/index.ts';
import { pixelsOf, type Shape } from '../../network/index.ts';
import type { Compared } from './compare.ts';
import { courseOf } from './course.ts';
import type { Answered, Question } from './question.ts';
import { digits, percent, subjectOf } from './words.ts';

/** Letters of a feature's name that stand before its value. */
const featureLetters = 24;

/** The picture of all answers about an input. */
export function figureOf(question: Question, answered: Answered, compared: readonly Compared[]): string {
  const { input, explanations } = answered;
  const { loaded } = question;
  const image = imageOf(question, input.values);
  return explanationFigure({
    title: `${input.name} under ${loaded.name}`,
    caption: `${input.name}${input.label === undefined ? '' : `, labelled ${input.label}`}`,
    ...(image && { image }),
    answers: explanations.map((explanation) => answerOf(question, answered, explanation, compared)),
    ...courseOf(question, answered),
  });
}

/** Attributions by place, if what is attributed has places: channels summed. */
export function mapOf({ attributions, shape }: Pick<Explanation, 'attributions' | 'shape'>): SignedMap | undefined {
  if (shape.length !== 3 || shape[0] * shape[1] < 2) return undefined;
  const [rows, columns, channels] = shape;
  const values = new Float64Array(rows * columns);
  attributions.forEach((value, i) => {
    values[Math.floor(i / channels)] += value;
  });
  return { rows, columns, values };
}

/** The shape in which attributions are looked at: of inputs that hold pixels that of the picture. */
export function shownShape({ loaded }: Question, { layer, shape }: Pick<Explanation, 'layer' | 'shape'>): Shape {
  return layer === 'input' ? pictureShape(loaded) : shape;
}

/** Names of the inputs, or of the units of a layer. */
export function namesOf({ inputs }: Question, { input }: Answered, { layer, attributions }: Explanation): string[] {
  const { features } = inputs;
  return Array.from(attributions, (_, i) =>
    layer === 'input' && features
      ? `${shortened(features[i], featureLetters)} = ${digits((input.raw ?? input.values)[i])}`
      : `unit ${i}`,
  );
}

function answerOf(
  question: Question,
  answered: Answered,
  explanation: Explanation,
  compared: readonly Compared[],
): MapAnswer | BarAnswer {
  const shape = shownShape(question, explanation);
  const map = mapOf({ ...explanation, shape });
  const { rule, n } = explanation;
  const how = rule === undefined ? '' : `, ${rule}${n === undefined ? '' : ` n = ${n}`}`;
  const name = `${subjectOf(question, answered, explanation)}${how}`;
  if (map === undefined) {
    const names = namesOf(question, answered, explanation);
    return { name, bars: names.map((bar, i) => ({ name: bar, value: explanation.attributions[i] })) };
  }
  const sampled = compared
    .filter(({ exact }) => exact === explanation)
    .map(({ sampling, explanation: { attributions, gradients }, l1 }) => ({
      name: `${sampling.rule}, n = ${sampling.n}`,
      note: `${percent(l1)} off, ${gradients} gradients`,
      map: mapOf({ attributions, shape }) ?? map,
    }));
  return { name, map, sampled };
}

/** The picture that an input was made of; of numbers that no pixels became, the lowest black and the highest white. */
function imageOf({ loaded, inputs }: Question, values: Float64Array): Image | undefined {
  const [rows, columns, channels] = pictureShape(loaded);
  if (inputs.features || (channels !== 1 && channels !== 3) || rows * columns * channels !== values.length)
    return undefined;
  const { processing } = inputs;
  if (processing) return { rows, columns, channels, pixels: pixelsOf(values, processing) };
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    rows,
    columns,
    channels,
    pixels: values.map((value) => (255 * (value - low)) / (high > low ? high - low : 1)),
  };
}
