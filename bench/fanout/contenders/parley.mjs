// The built service.
import { answer } from '../../child.mjs'
import { startService } from '../../service.mjs'

let app
answer({
  start: async ({ databaseUrl }) => {
    app = await startService(databaseUrl)
    return { url: `${app.url}/graphql` }
  },
  // A hint, and of no use once followers are shared.
  listening: () => app.waiting?.() ?? 0,
})
