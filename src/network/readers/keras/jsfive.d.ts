/** jsfive ships no types; this is the part of it that the reader of Keras' files uses. */
declare module 'jsfive' {
  export class Group {
    readonly keys: readonly string[];
    readonly attrs: Readonly<Record<string, unknown>>;
    /** @throws a text if there is no such thing */
    get(path: string): Group | Dataset;
  }

  export class Dataset {
    readonly shape: readonly number[];
    readonly dtype: unknown;
    readonly value: unknown;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
