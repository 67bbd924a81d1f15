// PostGraphile as its documentation shows it, over the tables and over functions for what it cannot derive (peers.sql).
import { createServer } from 'node:http'
import { grafserv } from 'postgraphile/grafserv/node'
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { postgraphile } from 'postgraphile'
import { answer, usageOfProcess } from '../../child.mjs'
import { listen } from '../listen.mjs'
import { statements } from '../statements.mjs'

answer({
  start: async ({ databaseUrl }) => {
    const service = makePgService({
      connectionString: databaseUrl,
      schemas: ['public', 'bench'],
      poolConfig: { max: 10 },
    })
    const instance = postgraphile({
      extends: [PostGraphileAmberPreset],
      pgServices: [service],
      grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
      grafast: { explain: false },
    })
    const server = createServer()
    await instance.createServ(grafserv).addTo(server)
    const { url } = await listen(undefined, server)
    return { url: `${url}/graphql` }
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})
