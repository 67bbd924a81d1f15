// The built service.
import { answer, usageOfProcess } from '../../child.mjs'
import { startService } from '../../service.mjs'
import { statements } from '../statements.mjs'

answer({
  start: async ({ databaseUrl, settings }) => {
    const { url } = await startService(databaseUrl, settings)
    return { url: `${url}/graphql` }
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})
