import type { CodegenConfig } from '@graphql-codegen/cli'
import { operationsAs } from './codegen.ts'

/** Types of what the board asks, on the server and in the browser. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['web/operations/*.graphql'],
  errorsOnly: true,
  generates: { 'web/generated/': operationsAs },
}

export default config
