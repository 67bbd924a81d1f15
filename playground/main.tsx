import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import './playground.css'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { findExampleIds } from './example-ids.ts'
import { createFetcher } from './fetcher.ts'
import { exampleOperations } from './operations.ts'
import { withoutHeaders } from './storage.ts'
import { startWorker } from './workers.ts'

const ENDPOINT = new URL('/graphql', location.href)

// The editor looks for this global when it starts its first worker.
self.MonacoEnvironment = { getWorker: (_id, label) => startWorker(label) }

const place = document.getElementById('playground')
if (place === null) throw new Error('index.html has no #playground to put the playground into.')

createRoot(place).render(
  <GraphiQL
    fetcher={createFetcher(ENDPOINT)}
    defaultTabs={[...exampleOperations(await findExampleIds(ENDPOINT))]}
    defaultEditorToolsVisibility="variables"
    storage={withoutHeaders(localStorage)}
    showPersistHeadersSettings={false}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <a className="playground-name" href="/">
        Parley
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
)
