import type { Memory } from './memory.ts';
import { records } from './recordList.ts';

type RecordName = keyof typeof records;
type Field<Name extends RecordName> = keyof (typeof records)[Name] & string;

/** Something that stands in a memory. */
export interface InMemory {
  readonly address: number;
}

/** What a field holds; undefined is the address 0. */
type Value<Type> = Type extends 'number' ? number : Type extends 'array' ? ArrayBufferView | undefined : InMemory;

/** The values of some fields of a record. */
export type Fields<Name extends RecordName> = {
  readonly [F in Field<Name>]?: Value<(typeof records)[Name][F]>;
};

const layouts = Object.fromEntries(
  Object.entries(records).map(([name, fields]) => {
    const names = Object.keys(fields);
    return [name, { size: names.length, places: Object.fromEntries(names.map((field, place) => [field, place])) }];
  }),
);

/** The index of each field of a record. */
type Places<Name extends RecordName> = Readonly<Record<Field<Name>, number>>;

/** A record in a memory. */
export class MemoryRecord<Name extends RecordName> implements InMemory {
  readonly address: number;
  readonly #array: Int32Array;
  readonly #begin: number;
  readonly #places: Places<Name>;

  constructor(memory: Memory, name: Name, values: Fields<Name>) {
    const { places, size } = layouts[name];
    this.#places = places as Places<Name>;
    const { array, begin } = memory.slots(size);
    this.#array = array;
    this.#begin = begin;
    this.address = array.byteOffset + array.BYTES_PER_ELEMENT * begin;
    this.write(values);
  }

  /** The field at a place, as `placesOf` tells it: faster than by its name. */
  get(place: number): number {
    return this.#array[this.#begin + place];
  }

  set(place: number, value: number): void {
    this.#array[this.#begin + place] = value;
  }

  /** Writes some fields; what is none of the record's is left out. */
  write(values: Fields<Name>): void {
    const [array, begin, places] = [this.#array, this.#begin, this.#places as Partial<Record<string, number>>];
    for (const field in values) {
      const value = values[field as Field<Name>];
      const place = places[field];
      if (place !== undefined && value !== undefined) array[begin + place] = asNumber(value);
    }
  }
}

/**
 * Puts fields of an object in a record too, and the record's address in the object, which is faster than to copy it;
 * fields that are in the record only, or change, are left out.
 */
export function recorded<Name extends RecordName, T extends Fields<Name>>(
  memory: Memory,
  name: Name,
  values: T,
): T & InMemory {
  const { address } = new MemoryRecord(memory, name, values);
  return Object.assign(values, { address });
}

/** The index of each field of a record. */
export function placesOf<Name extends RecordName>(name: Name): Places<Name> {
  return layouts[name].places as Places<Name>;
}

function asNumber(value: number | ArrayBufferView | InMemory): number {
  if (typeof value === 'number') return value;
  return ArrayBuffer.isView(value) ? value.byteOffset : value.address;
}
