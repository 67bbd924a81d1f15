// Mercurius as its documentation shows it, with compiled queries and a loader for each relation.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { answer, usageOfProcess } from '../../child.mjs'
import { openPrisma } from '../peers/prisma.mjs'
import { RELATIONS, queriesOf, typeDefs } from '../peers/resolvers.mjs'
import { statements } from '../statements.mjs'

answer({
  start: async ({ databaseUrl }) => {
    const prisma = openPrisma(databaseUrl)
    const app = Fastify()
    await app.register(mercurius, {
      schema: typeDefs,
      resolvers: { Query: queriesOf(prisma) },
      loaders: loadersOf(prisma),
      jit: 1,
    })
    return { url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql` }
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})

function loadersOf(prisma) {
  const mapped = (object, make) => Object.fromEntries(Object.entries(object).map(([name, each]) => [name, make(each)]))
  return mapped(RELATIONS, (fields) => mapped(fields, ({ key, load }) => loader(prisma, key, load)))
}

function loader(prisma, key, load) {
  return {
    loader: async (queries) => {
      const wanted = queries.filter(({ obj }) => obj[key] !== null)
      if (wanted.length === 0) return queries.map(() => null)
      const found = await load(
        prisma,
        wanted.map(({ obj }) => obj[key]),
        queries[0].params,
      )
      const byQuery = new Map(wanted.map((query, index) => [query, found[index]]))
      return queries.map((query) => byQuery.get(query) ?? null)
    },
    // No two queries of a request are the same here, and to find that out each would be serialized.
    opts: { cache: false },
  }
}
