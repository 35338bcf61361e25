export { checkStraight, type Ending, endingWith, endingWithOutput, type Explained } from './ending.ts';
export { Frontier } from './frontier.ts';
export type { Head } from './head.ts';
export { keepsOrder, type Output, withOutput } from './logits.ts';
export { Masses } from './masses.ts';
export type { Shortfall } from './shortfall.ts';
export { behindFrontier, tooManyBends, insideHead } from './smooth.ts';
