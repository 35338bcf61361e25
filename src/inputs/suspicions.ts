import type { LoadedNetwork } from '../catalogue/index.ts';
import { channelsOf, type Network, type Processing } from '../network/index.ts';

/** So many outputs do networks for ImageNet have. */
const imagenetClasses = 1000;
/** What multiplies by less makes pixels small numbers. */
const leastScale = 1 / 64;
/** Labelled examples that are tried. */
const tries = 20;

/** Warnings about pixels that are to be processed. */
export function suspiciousPixels(pixels: Float64Array, { divisor }: Processing): string[] {
  const largest = pixels.reduce((most, pixel) => Math.max(most, pixel), 0);
  const smallest = smallestOf(divisor);
  if (largest === 0 || largest > 1 || smallest < 2) return [];
  return [
    `The pixels are 0 to ${shortly(largest)} and are divided by ${shortly(smallest)} all the same; if they are 0 to 1 already, give --divisor 1.`,
  ];
}

/** Warnings about numbers that are taken as the network's input as they are. */
export function suspiciousValues(values: Float64Array): string[] {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const whole = values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255);
  if (!whole || largest < 32) return [];
  return [
    `The numbers are whole ones from 0 to ${largest}, like pixels, and are taken as they are; if the network takes 0 to 1, give --divisor 255.`,
  ];
}

/** Warnings about what a processing makes of pixels for a network. */
export function suspiciousProcessing(loaded: LoadedNetwork, processing: Processing): string[] {
  return [...suspiciousNormalisation(loaded, processing), ...suspiciousScale(loaded.network, processing)];
}

/** A warning if a network for ImageNet is fed with pixels that only a division has processed. */
function suspiciousNormalisation({ network }: LoadedNetwork, { offset }: Processing): string[] {
  const normalises = network.nodes.some(({ layer }) => layer.type === 'Normalize');
  if (network.outputSize !== imagenetClasses || channelsOf(network.inputShape) !== 3 || offset !== 0 || normalises)
    return [];
  return [
    'The network looks like one for ImageNet, whose training usually normalised by channel; if so, give --processing imagenet.',
  ];
}

/** A warning if a network divides pixels itself, as Keras' Rescaling does, which are divided before. */
function suspiciousScale({ nodes }: Network, { divisor }: Processing): string[] {
  const smallest = smallestOf(divisor);
  const first = nodes.find(({ inputs }) => inputs.length === 1 && inputs[0] < 0);
  if (smallest < 2 || first?.operation.family !== 'linear') return [];
  const [{ rows, columns, starts, offsets, weights }] = first.operation.matrices;
  const isDiagonal = rows === columns && starts.length === rows;
  const largest = offsets.reduce((most, offset) => Math.max(most, Math.abs(weights[offset])), 0);
  if (!isDiagonal || largest === 0 || largest > leastScale) return [];
  return [
    `The network's first layer '${first.name}' divides by ${shortly(1 / largest)} itself, and the pixels are divided by ${shortly(smallest)} before; if it takes 0 to 255, give --divisor 1.`,
  ];
}

/**
 * A warning if a network predicts labelled data hardly better than by chance: the data are not its own, or are not
 * processed, ordered or labelled as in its training.
 */
export function suspiciousAccuracy(
  { network }: LoadedNetwork,
  examples: readonly { values: Float64Array; label: number }[],
): string[] {
  const { outputSize } = network;
  const tried = examples.slice(0, tries);
  if (outputSize < 2 || tried.length < tries) return [];
  const right = tried.filter(({ values, label }) => largestOf(network.evaluate(values)) === label).length;
  const chance = tries / outputSize;
  // Two standard deviations of a binomial above its mean.
  if (right > chance + 2 * Math.sqrt(chance * (1 - 1 / outputSize))) return [];
  return [
    `Of the first ${tries} examples the network predicts ${right} as they are labelled, hardly more than by chance: are these its data, processed and ordered as in its training?`,
  ];
}

/** The index of the largest value, the first of equal ones. */
export function largestOf(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

function smallestOf(divisor: Processing['divisor']): number {
  return typeof divisor === 'number' ? divisor : Math.min(...divisor);
}

function shortly(value: number): string {
  return String(Number(value.toPrecision(3)));
}
