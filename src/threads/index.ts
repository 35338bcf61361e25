export type { JobModule, Performer } from './jobModule.ts';
export { moduleBeside, Pool, type PoolOptions } from './pool.ts';
