import { indicesOf } from '../../arrays/index.ts';
import type { Explanation } from '../../attribution/index.ts';
import {
  explanationFigure,
  shortened,
  type BarAnswer,
  type Image,
  type MapAnswer,
  type SignedMap,
} from '../../figures/index.ts';
import { counted } from '../../base/index.ts';
import { asImage, pictureShape } from '../../inputs/index.ts';
import { pixelsOf, type Shape } from '../../network/index.ts';
import { isList } from '../places.ts';
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

/**
 * The shape in which attributions are looked at: of inputs that hold pixels that of the picture. Matrices whose entries
 * have names are lists of these.
 */
export function shownShape(
  { loaded, inputs }: Question,
  { layer, shape }: Pick<Explanation, 'layer' | 'shape'>,
): Shape {
  if (layer !== 'input') return asImage(shape);
  return inputs.features && shape.length === 2 ? shape : pictureShape(loaded);
}

/**
 * Names of the inputs with their values, or of the units of a layer, by places, `[5, 3]`, where they have several axes.
 */
export function namesOf(
  { inputs: { features } }: Question,
  { input }: Answered,
  { layer, attributions, shape }: Explanation,
): string[] {
  const place = (i: number): string => (isList(shape) ? String(i) : `[${indicesOf(i, shape).join(', ')}]`);
  return Array.from(attributions, (_, i) => {
    if (layer !== 'input') return `unit ${place(i)}`;
    const name = features ? shortened(features[i], featureLetters) : `input ${place(i)}`;
    return `${name} = ${digits((input.raw ?? input.values)[i])}`;
  });
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
  const sampled = compared
    .filter(({ exact }) => exact === explanation)
    .map(({ sampling, explanation: { attributions, gradients }, l1 }) => ({
      name: `${sampling.rule}, n = ${sampling.n}`,
      note: `${percent(l1)} off, ${counted(gradients, 'gradient')}`,
      attributions,
    }));
  if (map) return { name, map, sampled: sampled.map((one) => ({ ...one, map: mapOf({ ...one, shape }) ?? map })) };
  const bars = namesOf(question, answered, explanation).map((bar, i) => ({
    name: bar,
    value: explanation.attributions[i],
    sampled: sampled.map(({ attributions }) => attributions[i]),
  }));
  return { name, bars, sampled };
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
