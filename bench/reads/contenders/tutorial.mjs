// Apollo Server with type-graphql and Prisma's fluent API, as tutorials show it. Runs with tsx, for its classes have decorators.
import 'reflect-metadata'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { PrismaPg } from '@prisma/adapter-pg'
import { buildSchema } from 'type-graphql'
import { answer, usageOfProcess } from '../../child.mjs'
import { PrismaClient } from '../../../src/db/generated/client.ts'
import { statements } from '../statements.mjs'
import * as resolvers from '../tutorial/resolvers.ts'

answer({
  start: async ({ databaseUrl }) => {
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 10 }) })
    // It asks for one even where nothing is subscribed to.
    const pubSub = { publish: () => undefined, subscribe: () => ({}) }
    const schema = await buildSchema({ resolvers: Object.values(resolvers), pubSub })
    const server = new ApolloServer({ schema })
    const { url } = await startStandaloneServer(server, {
      listen: { host: '127.0.0.1', port: 0 },
      context: () => Promise.resolve({ prisma }),
    })
    return { url }
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})
