import { createRequire } from 'node:module'
import { configDefaults, defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

const FOLDER_ALONE = ['db/embedded', 'db/lock', 'robust/power-cut', 'robust/full-disk', 'robust/kill'].map(
  (name) => `tests/${name}.test.ts`,
)

export default defineConfig({
  test: {
    // Vite would load graphql's ES modules for our files, Node its CommonJS for the libraries. Two copies refuse each other's schemas
    // ("from another module or realm").
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
    include: ['tests/**/*.test.ts'],
    // What is about the embedded database's folder alone need not run again where the tests have a server.
    exclude: [...configDefaults.exclude, ...(process.env['TEST_DATABASE_URL'] ? FOLDER_ALONE : [])],
    setupFiles: ['tests/support/reflect.ts'],
    // A process per file, so that each has a service and a database of its own and what a file leaves open shows at its end.
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
})
