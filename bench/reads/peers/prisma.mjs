import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'

const require = createRequire(import.meta.url)

/**
 * Prisma's client over the same tables, generated for the peers with its joins (prepare.mjs).
 *
 * @param {string} databaseUrl
 */
export function openPrisma(databaseUrl) {
  const { PrismaClient } = require('../generated/client')
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 10 }) })
}
