import type { Choices } from './choices.ts';

type Branch = Record<string, unknown> | unknown[];

/** A place in a tree: what holds it, and under which name or index. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

const hostileNumbers = [
  0,
  -1,
  -2,
  1,
  2,
  3,
  0.5,
  7,
  255,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  1e5,
  1e9,
  1e308,
  -1e308,
  NaN,
  Infinity,
];
const hostileTexts = [
  '',
  'x',
  'input',
  '__proto__',
  'constructor',
  '../outside',
  'a\0b',
  '\u001b[31m',
  '=1+1',
  'x'.repeat(300),
];

/** A tree of objects, lists and values, changed in one place; values keep their type unless any is allowed. */
export function mutateTree(tree: unknown, choices: Choices, anyType: boolean): void {
  const places = placesIn(tree);
  const { holder, key } = choices.of(places);
  const value = holder[key];
  const other = choices.of(places.filter((place) => kindOf(place.holder[place.key]) === kindOf(value)));
  switch (choices.below(anyType ? 6 : 4)) {
    case 0:
      holder[key] = structuredClone(other.holder[other.key]);
      return;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else holder[key] = hostile(value, choices);
      return;
    case 2:
      if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(value));
      else holder[key] = hostile(value, choices);
      return;
    case 3:
      holder[key] = hostile(value, choices);
      return;
    case 4:
      Reflect.deleteProperty(holder, key);
      return;
    default:
      holder[key] = choices.of<unknown>([
        null,
        true,
        false,
        {},
        [],
        [[]],
        [-1, -1],
        [null, null],
        'x',
        ...hostileNumbers,
      ]);
  }
}

function placesIn(tree: unknown): Place[] {
  const places: Place[] = [];
  const visit = (branch: Branch): void => {
    for (const [key, value] of Object.entries(branch)) {
      if (key.startsWith('$')) continue; // the type of a message
      places.push({ holder: branch as Record<string, unknown>, key });
      if (isBranch(value)) visit(value);
    }
  };
  if (isBranch(tree)) visit(tree);
  return places;
}

/** What a value may be exchanged with: lists with lists of the like. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `list of ${kindOf(value[0])}`;
  return value instanceof Uint8Array ? 'bytes' : typeof value;
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function hostile(value: unknown, choices: Choices): unknown {
  if (typeof value === 'number') return choices.of(hostileNumbers);
  if (typeof value === 'bigint') return BigInt(Math.trunc(choices.of(hostileNumbers.filter(Number.isSafeInteger))));
  if (typeof value === 'string') return choices.of(hostileTexts);
  if (typeof value === 'boolean') return !value;
  if (value instanceof Uint8Array) return value.slice(0, choices.below(value.length));
  if (isList(value)) return choices.of([[], value.toReversed(), [...value, ...value]]);
  return value;
}
