import { createRequire } from 'node:module'
import { configDefaults, defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

/** What is about the embedded database's folder, or about what no database takes part in, need not run again where the tests have a server. */
const ONCE = [
  'tests/{config,contract,documents,playground,readme}.test.ts',
  'tests/{record,scripts,web}/*.test.ts',
  'tests/access/{issuer,public-read,secrets}.test.ts',
  'tests/db/{embedded,lock}.test.ts',
  'tests/robust/{full-disk,kill,power-cut}.test.ts',
  'tests/server/{audit,cost,cross-site,debugging,introspection,rate-limits,trusted-documents,wall}.test.ts',
  'tests/source/passage.test.ts',
  'tests/status/positions.test.ts',
]

export default defineConfig({
  test: {
    // Vite would load graphql's ES modules for our files, Node its CommonJS for the libraries. Two copies refuse each other's schemas
    // ("from another module or realm").
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env['TEST_DATABASE_URL'] ? ONCE : [])],
    setupFiles: ['tests/support/reflect.ts'],
    // A process per file, so that each has a service and a database of its own and what a file leaves open shows at its end.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    // Each file is a process that reads the whole service; made into JavaScript once, that takes half as long.
    experimental: { fsModuleCache: true },
  },
})
