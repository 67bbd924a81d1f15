// GraphQL Yoga as its documentation shows it, with a DataLoader for each relation in the context.
import DataLoader from 'dataloader'
import { createSchema, createYoga } from 'graphql-yoga'
import { createServer } from 'node:http'
import { answer, usageOfProcess } from '../../child.mjs'
import { listen } from '../listen.mjs'
import { openPrisma } from '../peers/prisma.mjs'
import { RELATIONS, queriesOf, typeDefs } from '../peers/resolvers.mjs'
import { statements } from '../statements.mjs'

answer({
  start: async ({ databaseUrl }) => {
    const prisma = openPrisma(databaseUrl)
    const schema = createSchema({ typeDefs, resolvers: { Query: queriesOf(prisma), ...fields() } })
    const yoga = createYoga({
      schema,
      context: () => ({ prisma, loaders: new Map() }),
      graphiql: false,
      logging: false,
    })
    const { url } = await listen(undefined, createServer(yoga))
    return { url: `${url}/graphql` }
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})

function fields() {
  const types = Object.entries(RELATIONS).map(([type, relations]) => {
    const each = Object.entries(relations).map(([field, { key, load }]) => [field, resolver(key, load)])
    return [type, Object.fromEntries(each)]
  })
  return Object.fromEntries(types)
}

/** Relations of the same kind share a loader within a request, as one writes it by hand. */
const resolver = (key, load) => (parent, args, context) => {
  if (parent[key] === null) return null
  let loader = context.loaders.get(load)
  if (loader === undefined) {
    loader = new DataLoader((ids) => load(context.prisma, ids, args))
    context.loaders.set(load, loader)
  }
  return loader.load(parent[key])
}
