import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import './playground.css'
import { HISTORY_PLUGIN } from '@graphiql/plugin-history'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { Asker } from './asker.tsx'
import { findExampleIds } from './example-ids.ts'
import { createFetcher } from './fetcher.ts'
import { galleryOf } from './gallery.tsx'
import { firstTabs, gallery } from './operations.ts'
import { findSession } from './session.ts'
import { withoutHeaders } from './storage.ts'
import { startWorker } from './workers.ts'

const ENDPOINT = new URL('/graphql', location.href)
/** The same in the name of whoever has signed in: the cookie of their session goes there alone. */
const FOR_EDITORS = new URL('/edit/graphql', location.href)
const SESSION = new URL('/edit/session?orNull', location.href)

// The editor looks for this global when it starts its first worker.
self.MonacoEnvironment = { getWorker: (_id, label) => startWorker(label) }

const place = document.getElementById('playground')
if (place === null) throw new Error('index.html has no #playground to put the playground into.')

const session = await findSession(SESSION)
const ids = await findExampleIds(session ? FOR_EDITORS : ENDPOINT)
let endpoint = session ? FOR_EDITORS : ENDPOINT

createRoot(place).render(
  <GraphiQL
    fetcher={createFetcher(ENDPOINT, () => endpoint)}
    plugins={[galleryOf(gallery(ids)), HISTORY_PLUGIN]}
    defaultTabs={firstTabs(ids).map(({ query, variables }) => ({ query, variables: variables ?? null }))}
    defaultEditorToolsVisibility="variables"
    storage={withoutHeaders(localStorage)}
    showPersistHeadersSettings={false}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <Asker session={session} onChoose={(asReader) => (endpoint = asReader ? ENDPOINT : FOR_EDITORS)} />
      <a className="playground-name" href="/">
        Parley
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
)
