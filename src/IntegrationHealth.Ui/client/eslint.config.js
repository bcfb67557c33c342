import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['dist', 'dist.next', 'dist-package', 'node_modules'] },
  js.configs.recommended,
  ...typescript.configs.strictTypeChecked,
  hooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] } } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-console': 'error',
    },
  },
  // Features may use components and api, never one another's insides by way of app/.
  {
    files: ['src/components/**', 'src/api/**', 'src/i18n/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/features/**', '**/app/**'] }] },
  },
  { files: ['src/features/**'], rules: { 'no-restricted-imports': ['error', { patterns: ['**/app/App', '**/elements/**'] }] } },
  { files: ['**/*.js', 'scripts/**'], ...typescript.configs.disableTypeChecked },
  { files: ['scripts/**'], languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly', setTimeout: 'readonly' } }, rules: { 'no-console': 'off' } },
);
