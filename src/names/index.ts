/** Names that users give, and the known ones near to them. */
export { named, nearestName, unknownName } from './unknownName.ts';
