import type { AttributeProto } from 'onnx-buf';

/** What attributes are taken from. */
export interface AttributeSource {
  readonly attribute: readonly AttributeProto[];
}

/** The attributes of a node. Where one is missing, ONNX's default takes its place. */
export class Attributes {
  private readonly byName: ReadonlyMap<string, AttributeProto>;

  constructor({ attribute }: AttributeSource) {
    this.byName = new Map(attribute.map((one) => [one.name, one]));
  }

  get(name: string): AttributeProto | undefined {
    return this.byName.get(name);
  }

  float(name: string, missing: number): number {
    return this.get(name)?.f ?? missing;
  }

  int(name: string, missing: number): number {
    return Number(this.get(name)?.i ?? missing);
  }

  ints(name: string, missing: readonly number[]): readonly number[] {
    return this.get(name)?.ints.map(Number) ?? missing;
  }

  floats(name: string): readonly number[] | undefined {
    return this.get(name)?.floats;
  }

  text(name: string, missing: string): string {
    const attribute = this.get(name);
    return attribute === undefined ? missing : new TextDecoder().decode(attribute.s);
  }

  texts(name: string): readonly string[] | undefined {
    return this.get(name)?.strings.map((bytes) => new TextDecoder().decode(bytes));
  }
}
