/** Names that users give, and the known ones near to them. */
export { unknownName } from './unknownName.ts';
