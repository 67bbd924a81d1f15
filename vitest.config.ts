import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  test: {
    // Vite would load graphql's ES modules for our files, Node its CommonJS for the libraries. Two copies refuse each other's schemas
    // ("from another module or realm").
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/reflect.ts'],
    // A process per file, so that each has a service and a database of its own and what a file leaves open shows at its end.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
})
