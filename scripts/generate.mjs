// Makes all that is derived from sources and that an editor or a commit needs: the database client, schema.graphql, what documents the
// settings, and the types of the operations that the tests, the client helper and the board send.
import { bring, client, operations, operationsOfBoard, operationsOfClient } from './products.mjs'
import { runNode } from './run.mjs'
import { runSteps } from './steps.mjs'

const schema = { name: 'schema.graphql', run: () => runNode(['--import', 'tsx', 'scripts/print-schema.ts']) }
const settings = { name: 'settings', run: () => runNode(['--import', 'tsx', 'scripts/print-settings.ts']) }

const passed =
  (await bring([client], { all: true })) &&
  (await runSteps([schema, settings])) &&
  (await bring([operations, operationsOfClient, operationsOfBoard], { all: true }))
process.exitCode = passed ? 0 : 1
