import { readFile } from 'node:fs/promises';
import { counted, printable, UserError } from '../../base/index.ts';
import type { Input } from '../../inputs/index.ts';
import { formatShape, sizeOf, type Shape } from '../../network/index.ts';
import { unknownName } from '../../names/index.ts';
import { isList, placeOf, placesInWords, unitAt } from '../places.ts';

/** Longer names are left out where there is little room. */
const longName = 12;

/** The outputs of a network, with names where there are any, and places where they have several axes. */
export class Classes {
  readonly size: number;

  /** @param names one for each output */
  constructor(
    readonly shape: Shape,
    readonly names?: readonly string[],
  ) {
    this.size = sizeOf(shape);
  }

  /**
   * Reads names from a file, one in a line, or a JSON array of them. @throws UserError unless there is one for each
   * output
   */
  static async read(file: string, shape: Shape): Promise<Classes> {
    const size = sizeOf(shape);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new UserError(
        `The labels ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      );
    });
    const names = text.trimStart().startsWith('[')
      ? fromJson(text, file)
      : text
          .trimEnd()
          .split(/\r?\n/)
          .map((line) => line.trim());
    if (names.length !== size)
      throw new UserError(
        `${file} has ${counted(names.length, 'name')}, the network ${counted(size, 'output')}; expected one in each line.`,
      );
    return new Classes(shape, names.map(printable));
  }

  /** `3 (cat)`, or `3`, of images `183 (3@5x10)`. */
  inWords(output: number): string {
    const name = this.names?.[output] ?? this.#placeOf(output);
    return name === undefined ? String(output) : `${output} (${name})`;
  }

  /** `3: cat`, or `output 3`, of images `output 3@5x10`. */
  nameOf(output: number): string {
    const name = this.names?.[output];
    const place = this.#placeOf(output);
    if (name === undefined && place !== undefined) return `output ${place}`;
    return name === undefined ? `output ${output}` : `${output}: ${name}`;
  }

  /** `cat → dog`; by indices where there are no names, or long ones. */
  changeInWords(from: number, to: number): string {
    const names = [from, to].map((output) => this.names?.[output] ?? this.#placeOf(output) ?? String(output));
    return (names.every((name) => name.length <= longName) ? names : [from, to]).join(' → ');
  }

  /**
   * The output that a word of `--target` means for an input.
   *
   * @param top what the network predicts
   * @throws UserError if there is no such output
   */
  targetOf(word: string, input: Input, top: number): number {
    if (word === 'top') return top;
    if (word !== 'label') return this.#indexOf(word, 'target');
    if (input.label === undefined)
      throw new UserError(`${input.name} has no label; give --target top, or the index of an output.`);
    return this.#indexOf(input.label, `label of ${input.name}`);
  }

  #placeOf(output: number): string | undefined {
    return isList(this.shape) ? undefined : placeOf(output, this.shape);
  }

  #indexOf(word: string, what: string): number {
    const place = isList(this.shape) ? undefined : unitAt(word, this.shape);
    const index = this.names?.includes(word) === true ? this.names.indexOf(word) : (place ?? Number(word));
    if (Number.isInteger(index) && index >= 0 && index < this.size) return index;
    if (this.names && !/^\d+$/.test(word)) throw unknownName(what, word, this.names);
    throw new UserError(
      `The ${what} is '${word}'; expected an output from 0 to ${this.size - 1}${isList(this.shape) ? '' : ` or ${placesInWords(this.shape)} within ${formatShape(this.shape)}`}${this.names ? '' : ' (names of outputs: --labels FILE)'}, label or top.`,
    );
  }
}

function fromJson(text: string, file: string): string[] {
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Told below.
  }
  throw new UserError(`${file} is no JSON array of names.`);
}
