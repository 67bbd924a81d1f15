import type { CodegenConfig } from '@graphql-codegen/cli'
import { operationsAs } from './codegen.ts'

/** Types of what the client helper sends. Apart from those of the tests, so that a mistake in a test keeps nobody from building. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['src/client/*.graphql'],
  errorsOnly: true,
  generates: { 'src/client/generated/': operationsAs },
}

export default config
