import type { CodegenConfig } from '@graphql-codegen/cli'

/** How operations become types, of the tests and of the client alike. */
export const operationsAs = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    // Operations stay strings, as clients send them.
    documentMode: 'string',
    // Imports end in .ts, as everywhere here.
    emitLegacyCommonJSImports: false,
    importExtension: '.ts',
    useTypeImports: true,
    enumsAsTypes: true,
    defaultScalarType: 'string',
  },
} satisfies CodegenConfig['generates'][string]

/** Types of the operations that the tests send, from the published contract: a test that asks for what is not there does not compile. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['tests/**/*.ts', '!tests/generated/**'],
  // A contract without tests that use it is not an error of the generator.
  ignoreNoDocuments: true,
  errorsOnly: true,
  generates: { 'tests/generated/': operationsAs },
}

export default config
