// Counts the SQL statements of this process: all contenders reach PostgreSQL through pg, the service's copy of it or that of the bench.
import { createRequire } from 'node:module'

let count = 0

const copies = ['../../package.json', '../package.json'].map((place) =>
  createRequire(new URL(place, import.meta.url))('pg'),
)
for (const { Client } of new Set(copies)) {
  const { query } = Client.prototype
  Client.prototype.query = function (...given) {
    count += 1
    return query.apply(this, given)
  }
}

/** How many were sent since the process began. */
export const statements = () => count
