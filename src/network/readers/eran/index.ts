import { checkOptions, checkText, UserError, within } from '../../../base/index.ts';
import { unknownName } from '../../../names/index.ts';
import {
  Conv2D,
  Flatten,
  HardTanh,
  Normalize,
  ReLU,
  Sigmoid,
  slideOver,
  Tanh,
  type Layer,
} from '../../layers/index.ts';
import { usualAllowance } from '../../bytes.ts';
import { inputName, Network, type NodeDefinition } from '../../network.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../shape.ts';
import { turned } from '../../turned.ts';
import { denseLayer } from '../dense.ts';
import type { ReadOptions } from '../options.ts';
import { channelFirstOrder, identityOrder } from '../order.ts';
import { parseConvolutionHeader } from './convolution.ts';
import { Lines } from './lines.ts';
import { parseTensor, type Axis, type Tensor } from './tensor.ts';

/** What may follow the linear map of a section, by the word its first line begins with. */
const activations = new Map<string, () => Layer | undefined>([
  ['ReLU', () => new ReLU()],
  ['Affine', () => undefined],
  ['HardTanh', () => new HardTanh()],
  ['Sigmoid', () => new Sigmoid()],
  ['Tanh', () => new Tanh()],
]);

/**
 * Reads a network in ERAN's text format: sections of a line that names the layer and lines of numbers. The
 * first dense matrix after a convolution has its columns in channel, row, column order. A network without
 * convolutions takes a vector, with them an image.
 *
 * @param options `memory` as of every reader
 * @throws UserError that begins with the line: "line 4: weights[37] has 783 columns, expected 784."
 */
export function readEran(text: string, options: Pick<ReadOptions, 'memory'> = {}): Network {
  checkText('content of an ERAN file', text);
  checkOptions(options);
  const { memory = usualAllowance } = options;
  const sections = new Sections(text);
  while (sections.readNext());
  return sections.network(memory);
}

class Sections {
  private readonly lines: Lines;
  private readonly definitions: NodeDefinition[] = [];
  private inputShape: Shape | undefined;
  /** Of the layer before; unknown until a layer says it. */
  private shape: Shape | undefined;

  constructor(text: string) {
    this.lines = new Lines(text);
  }

  network(memory: number): Network {
    if (this.inputShape === undefined) throw new UserError('the file has no Conv2D and no dense layer.');
    return new Network(this.inputShape, this.definitions, memory);
  }

  /** False at the end of the file. */
  readNext(): boolean {
    const header = this.lines.nextHeader();
    if (header === undefined) return false;
    within(
      () => `line ${this.lines.number}`,
      () => {
        const [word] = header.split(/\s/);
        if (word === 'Normalize') this.normalize(header);
        else if (word === 'Conv2D') this.convolution();
        else if (activations.has(word)) this.dense(word);
        else throw unknownName('layer', word.slice(0, 40), ['Normalize', 'Conv2D', ...activations.keys()]);
      },
    );
    return true;
  }

  private normalize(header: string): void {
    const list = (name: string): Float64Array => {
      const text = new RegExp(`\\b${name}=(\\[[^\\]]*\\]?)`).exec(header)?.[1] ?? '';
      return parseTensor(text, `numbers of ${name}=[...]`, [{ entries: 'channels' }]).data;
    };
    this.append(new Normalize(list('mean'), list('std')), this.shape);
  }

  private convolution(): void {
    const header = this.lines.next('the sizes of the convolution');
    const { activation, filters, kernel, input, strides, padding } = parseConvolutionHeader(header);
    const [rows, columns] = kernel;
    this.expectInput(input);
    const weights = this.numbers('weights', [
      { entries: 'kernel rows', size: rows },
      { entries: 'kernel columns', size: columns },
      { entries: 'input channels', size: input[2] },
      { entries: 'filters', size: filters },
    ]);
    const bias = this.numbers('biases', [{ entries: 'filters', size: filters }]);
    const window = { size: kernel, strides, padding };
    this.append(new Conv2D(weights.data, bias.data, window), [...slideOver(window, input), filters]);
    this.activate(activation);
  }

  private dense(activation: string): void {
    const { shape } = this;
    const columns = shape === undefined ? { entries: 'columns' } : { entries: 'columns', size: sizeOf(shape) };
    const weights = this.numbers('weights', [{ entries: 'rows' }, columns]);
    const [units, inputs] = weights.sizes;
    const bias = this.numbers('biases', [{ entries: 'units', size: units }]);
    if (shape === undefined) this.expectInput([inputs]);
    if (shape?.length === 3) this.append(new Flatten(), [inputs]);
    const order = shape?.length === 3 ? channelFirstOrder(shape) : identityOrder(inputs);
    this.append(denseLayer(turned(weights.data, units, inputs), bias.data, order), [units]);
    this.activate(activation);
  }

  private activate(word: string): void {
    const create = activations.get(word);
    if (create === undefined) throw unknownName('activation', word.slice(0, 40), [...activations.keys()]);
    const layer = create();
    if (layer !== undefined) this.append(layer, this.shape);
  }

  /** Checks the shape that a layer takes against the layer before, or against nothing if it is the first. */
  private expectInput(taken: Shape): void {
    this.inputShape ??= taken;
    this.shape ??= taken;
    if (!sameShape(taken, this.shape)) {
      throw new UserError(
        `the layer takes ${formatShape(taken)}, but the layer before gives ${formatShape(this.shape)}.`,
      );
    }
  }

  private numbers(what: string, axes: readonly Axis[]): Tensor {
    return parseTensor(this.lines.next(`the ${what}`), what, axes);
  }

  private append(layer: Layer, shape: Shape | undefined): void {
    const before = this.definitions.at(-1)?.name ?? inputName;
    this.definitions.push({ name: `${layer.type}_${this.definitions.length}`, layer, inputs: [before] });
    this.shape = shape;
  }
}
