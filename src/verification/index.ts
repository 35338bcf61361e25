export { verifyNetwork, type Refused, type Verification, type Verified } from './verify.ts';
