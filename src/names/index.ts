/** Names that users give, and the known ones near to them. */
export { nearestName, unknownName } from './unknownName.ts';
