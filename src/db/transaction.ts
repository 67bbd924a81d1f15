import type { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { ClientBase, Pool } from 'pg'

/** What belongs to one transaction: the connection it runs on, from its begin to its end. */
export interface Scope {
  client: ClientBase | undefined
}

/** Which transaction the running code belongs to, if any: for the code, and all that it awaits, inside transaction(). */
export type Scopes = AsyncLocalStorage<Scope>

/**
 * Prisma's way to `pool`, with two things of ours: its interactive transactions may write, although the pool's connections are read-only
 * by default; and the connection of each is put into its scope, so that SQL of our own runs inside the same transaction.
 */
export function writingAdapter(pool: Pool, scopes: Scopes): SqlDriverAdapterFactory {
  const factory = new PrismaPg(pool)
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = await factory.connect()
      const begin = adapter.startTransaction.bind(adapter)
      adapter.startTransaction = async (isolationLevel) => {
        const transaction = await begin(isolationLevel)
        const client = clientOf(transaction)
        try {
          await client.query('set transaction isolation level read committed, read write')
        } catch (error) {
          await transaction.rollback()
          throw error
        }
        const scope = scopes.getStore()
        if (scope === undefined)
          throw new Error('A transaction outside Database.transaction() cannot happen: nobody else has the client.')
        scope.client = client
        return Object.assign(transaction, leaving(transaction, scope))
      }
      return adapter
    },
  }
}

/** Prisma's commit and rollback hand the connection back to the pool; after that it belongs to someone else. */
function leaving(
  transaction: { commit(): Promise<void>; rollback(): Promise<void> },
  scope: Scope,
): { commit(): Promise<void>; rollback(): Promise<void> } {
  const commit = transaction.commit.bind(transaction)
  const rollback = transaction.rollback.bind(transaction)
  return {
    commit: () => {
      scope.client = undefined
      return commit()
    },
    rollback: () => {
      scope.client = undefined
      return rollback()
    },
  }
}

function clientOf(transaction: object): ClientBase {
  // @prisma/adapter-pg keeps it in a protected field, the same name since 5.4.
  const { client } = transaction as { readonly client?: ClientBase }
  if (typeof client?.query !== 'function')
    throw new Error('@prisma/adapter-pg no longer keeps a transaction\'s connection in "client".')
  return client
}
