import { expect, it } from 'vitest';
import { checkDashes } from '../../src/cli/forgottenDashes.ts';

it('says that npm took an option of a command for itself, and where options stand', () => {
  const environment = { npm_lifecycle_event: 'experiment', npm_config_retry_failed: 'true' };
  expect(() => {
    checkDashes(['images', 'retry-failed'], environment);
  }).toThrow(
    'npm took --retry-failed for itself. Options stand behind two dashes: npm run experiment -- ... --retry-failed ...',
  );
  expect(() => {
    checkDashes(['images'], environment);
  }).not.toThrow();
  expect(() => {
    checkDashes(['retry-failed'], { npm_config_retry_failed: 'true' });
  }).not.toThrow();
});
