import { clone, type DescMessage, type MessageShape } from '@bufbuild/protobuf';

/** A message with some of its fields changed; it keeps its defaults, which a spread would lose. */
export function copy<Schema extends DescMessage>(
  schema: Schema,
  message: MessageShape<Schema>,
  changes: Partial<MessageShape<Schema>>,
): MessageShape<Schema> {
  return Object.assign(clone(schema, message), changes);
}
