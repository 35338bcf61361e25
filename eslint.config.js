import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['artifacts', 'dist', 'docs/api', 'node_modules', 'src/line/kernels/assembly'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } } } },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
  },
  // The type checker knows the names of the browser.
  { files: ['src/report/client.js'], rules: { 'no-undef': 'off' } },
  { files: ['src/cli/**', 'scripts/**', 'examples/**', 'test/**'], rules: { 'no-console': 'off' } },
);
