/** Characters of a text that are shown. */
const longest = 60;

/** Any value in words, for messages: never throws, and is never long. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `'${value.length > longest ? `${value.slice(0, longest)}...` : value}'`;
    case 'bigint':
      return `the bigint ${value}`;
    case 'symbol':
    case 'function':
      return `a ${typeof value}`;
    case 'object':
      return value === null ? 'null' : ofObject(value);
    default:
      return String(value);
  }
}

function ofObject(value: object): string {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return tag === 'Object' ? 'an object' : `of type ${tag}`;
}
