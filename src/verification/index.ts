export { verifyNetwork, type Refused, type Verification, type Verified, type VerifyOptions } from './verify.ts';
