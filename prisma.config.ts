// What `npx prisma …` works on: the same database as the service, a server (DATABASE_URL) or the embedded one in the data folder.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// Prisma would download its schema engine at first use; ours is in the repository, so its tools work where there is no network.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL('./prisma/schema-engine.mjs', import.meta.url))

// Set to nothing is not set, as for the service.
const { DATABASE_URL: url = '', DATA_DIR: dataDir = '' } = process.env

// Prisma asks for a default export.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: url === '' ? `pglite:${join(dataDir === '' ? './data' : dataDir, 'postgres')}` : url },
})
