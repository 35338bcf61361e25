export { verifyOnnx, type Refused, type Verification, type Verified } from './verify.ts';
