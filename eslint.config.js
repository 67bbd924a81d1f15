// The rules of STYLE that a machine can check. Types are checked too, so a promise that nobody awaits is found.
import js from '@eslint/js'
import jsdoc from 'eslint-plugin-jsdoc'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const namedExportsOnly = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a thing has one name everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that owns the name.' },
]
const writesGoThroughTheLog = {
  selector: 'CallExpression[callee.property.name=/^\\$?transaction$/]',
  message: 'Only write() in src/live/log.ts opens a writing transaction; a change outside the log would never be seen.',
}
const environmentIsConfig = 'src/config.ts is the only reader of the environment; take what you need as an argument.'

/** Exports that carry their words elsewhere: GraphQL classes and vocabularies describe themselves in the schema, which is checked for it. */
const documentedExports = [
  'ExportNamedDeclaration > FunctionDeclaration',
  'ExportNamedDeclaration > ClassDeclaration[decorators.length=0]',
  'ExportNamedDeclaration > TSInterfaceDeclaration',
  'ExportNamedDeclaration > TSTypeAliasDeclaration[typeAnnotation.typeName.name!="Word"]',
  'ExportNamedDeclaration > VariableDeclaration[declarations.0.init.callee.name!="vocabulary"]',
]

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', '**/generated/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    languageOptions: { globals: globals.node },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { jsdoc },
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.check.json', 'playground/tsconfig.json', 'web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Type-graphql's resolvers are classes whose methods need no `this`, and its classes may be all decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Type-graphql's object types are shapes of plain objects: a row is answered as it is.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // Brackets say that nobody promised the name: process.env['PORT'].
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_+$' }],
      // Names the row type of a query at the place that asks for it.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // A vocabulary is a value and a type of one name.
      '@typescript-eslint/no-redeclare': 'off',
      'no-redeclare': 'off',
      'no-restricted-syntax': ['error', ...namedExportsOnly],
    },
  },
  {
    files: ['src/**/*.{ts,mjs}'],
    plugins: { jsdoc },
    rules: {
      'no-restricted-syntax': ['error', ...namedExportsOnly, writesGoThroughTheLog],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environmentIsConfig }],
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:process', 'process'].map((name) => ({
            name,
            importNames: ['env'],
            message: environmentIsConfig,
          })),
        },
      ],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          contexts: documentedExports,
          require: { FunctionDeclaration: false, ClassDeclaration: false },
        },
      ],
    },
  },
  { files: ['src/live/log.ts', 'src/db/**'], rules: { 'no-restricted-syntax': ['error', ...namedExportsOnly] } },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // What commands print is what they are for.
  { files: ['src/commands/**/*.ts', 'src/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['playground/**', 'web/**'],
    languageOptions: { globals: globals.browser },
  },
  // A list of all that is said, or all that is set, is one idea, however long.
  { files: ['web/words/*.ts', 'src/settings.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // `describe` is a function and a heading at once.
      'max-lines-per-function': 'off',
      // A table of cases is one idea, however long.
      'max-lines': 'off',
      // A test that finds nothing where something must be fails with a clear enough error.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['scripts/**', '.ci/**', 'examples/**', 'bench/**'], rules: { 'no-console': 'off' } },
  // Tools ask for a default export.
  { files: ['**/*.config.{js,ts}', 'codegen*.ts'], rules: { 'no-restricted-syntax': 'off' } },
)
