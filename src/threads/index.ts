export type { JobModule, Performer, Tell } from './jobModule.ts';
export { moduleBeside, Pool, type PoolOptions } from './pool.ts';
