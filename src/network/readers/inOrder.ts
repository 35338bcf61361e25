import { UserError } from '../../base/index.ts';

/**
 * Items that some items need, these included, each behind all that it needs itself. Without recursion: graphs may be as
 * deep as they like.
 *
 * @param place how a message names an item
 * @throws UserError if an item needs itself
 */
export function inOrder<Item>(
  ends: readonly Item[],
  needs: (item: Item) => readonly Item[],
  place: (item: Item) => string,
): Item[] {
  const ordered = new Set<Item>();
  const open = new Set<Item>();
  const stack = ends.toReversed();
  for (let item = stack.at(-1); item !== undefined; item = stack.at(-1)) {
    const missing = ordered.has(item) ? [] : needs(item).filter((other) => !ordered.has(other));
    if (missing.length === 0) {
      stack.pop();
      open.delete(item);
      ordered.add(item);
      continue;
    }
    open.add(item);
    if (missing.some((other) => open.has(other))) throw new UserError(`${place(item)}: it takes its own output.`);
    stack.push(...missing.toReversed());
  }
  return [...ordered];
}
