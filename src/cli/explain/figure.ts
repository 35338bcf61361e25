import type { Explanation } from '../../attribution/index.ts';
import {
  explanationFigure,
  shortened,
  type BarAnswer,
  type Course,
  type Image,
  type MapAnswer,
  type SignedMap,
} from '../../figures/index.ts';
import { pictureShape } from '../../inputs/index.ts';
import { pointAt } from '../../line/index.ts';
import { pixelsOf, sizeOf, type Shape } from '../../network/index.ts';
import { baselineName } from './baselines.ts';
import type { Compared } from './compare.ts';
import type { Answered, Question } from './question.ts';
import { isList } from './places.ts';
import { digits, percent, quantityOf, subjectOf } from './words.ts';

/** Points of the line at which outputs that are not explained are evaluated. */
const pointsOnLine = 101;
/** Outputs that are told apart, and those that are drawn besides. */
const mostCurves = 5;
const mostOthers = 20;
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

/** Outputs along the line of the first answer that has one. */
function courseOf(question: Question, { input, top, explanations }: Answered): { course?: Course } {
  const {
    loaded: { network },
    classes,
  } = question;
  const explanation = explanations.find(
    ({ baselines, target }) => baselines.length === 1 && target.layer === network.nodes.at(-1)?.name,
  );
  if (explanation === undefined) return {};
  const {
    baselines: [from],
    target: { unit = top },
    line,
  } = explanation;
  const at = (alpha: number): Float64Array =>
    network.evaluate(pointAt({ baseline: from.values, input: input.values }, alpha));
  const alphas = Array.from({ length: pointsOnLine }, (_, i) => i / (pointsOnLine - 1));
  const outputs = alphas.map(at);
  // Outputs with places are no classes of one decision: beside one of them stand the other channels of its place.
  const isOneList = isList(classes.shape);
  const changes = (isOneList ? (line?.classChanges ?? []) : []).map(({ alpha, from, to }) => ({
    alpha,
    value: at(alpha)[to],
    from,
    to,
  }));
  const targets = explanations.flatMap(({ target }) =>
    target.layer === explanation.target.layer ? (target.unit ?? []) : [],
  );
  const decided = isOneList ? [top, ...changes.flatMap(({ from, to }) => [from, to])] : [];
  const told = [...new Set([unit, ...targets, ...decided])].slice(0, mostCurves);
  const rest = besides(unit, classes.shape).filter((i) => !told.includes(i));
  const curve = (output: number): Course['curves'][number] => ({
    name: classes.nameOf(output),
    alphas,
    values: outputs.map((values) => values[output]),
  });
  const exact =
    line && explanation.layer === 'input'
      ? { name: classes.nameOf(unit), alphas: line.alphas, values: line.outputs }
      : curve(unit);
  return {
    course: {
      quantity: quantityOf(question),
      ...(question.baselines[0].length > 1 && { from: baselineName(question.baselines, from) }),
      curves: [exact, ...told.slice(1).map(curve)],
      others: rest.map(curve),
      ...(line && explanation.layer === 'input' && { breakpoints: line.alphas.slice(1, -1) }),
      changes: changes.map(({ alpha, value, from, to }) => ({ alpha, value, name: classes.changeInWords(from, to) })),
    },
  };
}

/** Outputs to draw beside one: the first of a list, of an image the channels of its place. */
function besides(unit: number, shape: Shape): number[] {
  const count = isList(shape) ? sizeOf(shape) : shape[shape.length - 1];
  const first = isList(shape) ? 0 : unit - (unit % count);
  return Array.from({ length: Math.min(mostOthers, count) }, (_, i) => first + i);
}
