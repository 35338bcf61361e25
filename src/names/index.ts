/** Names that users give, and the known ones near to them. */
export { listed, named, nearestName, unknownName } from './unknownName.ts';
