import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'

/**
 * Formatting is Biome's, types are the compilers'. ESLint looks for what neither sees: promises nobody waits for,
 * unhandled variants, templates that a screen reader can't use, texts outside the catalogues.
 */
export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/*.generated.ts', 'data/', '**/public/', '**/.turbo/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js}'],
    rules: {
      'no-console': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The compiler says it with better knowledge, for templates too.
      'no-undef': 'off',
    },
  },
  {
    // The rules that need types, where a program is cheap to make; vue-tsc checks the types in .vue files.
    files: ['{shared,server,migrations,tests}/**/*.ts', 'client/src/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['client/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    plugins: { '@intlify/vue-i18n': vueI18n },
    settings: { 'vue-i18n': { localeDir: 'client/src/i18n/*.json', messageSyntaxVersion: '^11.0.0' } },
    rules: {
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        {
          // Signs that are the same in every language, and an empty alt, which means “nothing to be said”.
          ignorePattern: '^[\\s\\d·…–—|/+×%#:,.()\\-]*$',
          ignoreText: ['Meydan'],
          attributes: { '/.+/': ['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-description'] },
        },
      ],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/multi-word-component-names': ['error', { ignores: ['App', 'Wordmark'] }],
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      ...biomesAffair(),
    },
  },
  {
    // A bare control is labelled by the UiField around it, which the rule can't see; axe looks at the pages.
    files: ['client/src/ui/*.vue'],
    rules: { 'vuejs-accessibility/form-control-has-label': 'off' },
  },
)

/** Rules of eslint-plugin-vue's recommended set that are about layout, which Biome does. */
function biomesAffair() {
  const names = [
    'first-attribute-linebreak',
    'html-closing-bracket-newline',
    'html-closing-bracket-spacing',
    'html-end-tags',
    'html-indent',
    'html-quotes',
    'html-self-closing',
    'max-attributes-per-line',
    'multiline-html-element-content-newline',
    'mustache-interpolation-spacing',
    'no-multi-spaces',
    'no-spaces-around-equal-signs-in-attribute',
    'singleline-html-element-content-newline',
  ]
  return Object.fromEntries(names.map((name) => [`vue/${name}`, 'off']))
}
