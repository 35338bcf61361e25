export { CumulativeAdjoints } from './cumulativeAdjoints.ts';
