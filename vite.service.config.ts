import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Vite asks for a default export, so this file has the one that the style forbids elsewhere.
/** The compiled service and what it always loads, in few files: to find and read some 1,300 costs more than half a second at each start. */
export default defineConfig({
  root: at('.'),
  publicDir: false,
  logLevel: 'warn',
  plugins: [placed()],
  resolve: {
    alias: [
      // One copy for those who import it and those who require it: two refuse each other's schemas ("from another module or realm").
      { find: /^graphql$/, replacement: at('node_modules/graphql/index.mjs') },
      { find: /^graphql\/([^.]+)$/, replacement: at('node_modules/graphql/$1.mjs') },
    ],
  },
  ssr: {
    noExternal: true,
    // PGlite finds its WebAssembly beside itself; the rest is loaded by few, or never.
    external: [
      ...['@electric-sql/pglite', '@nats-io/transport-node', '@redis/client', 'pino-pretty'],
      ...['class-validator', 'pg-native', 'bufferutil', 'utf-8-validate'],
    ],
  },
  build: {
    ssr: true,
    outDir: at('dist/service'),
    emptyOutDir: true,
    target: 'node20',
    // Whoever reads a stack trace finds the names of the sources.
    minify: false,
    rolldownOptions: {
      input: { main: at('dist/main.js') },
      // All in one folder, so that each file is as far from the project's folder as the next.
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
})

/** A file that looks for others beside itself finds them as it did where it was compiled. */
function placed(): Plugin {
  return {
    name: 'parley:placed',
    transform(code, id) {
      if (!id.startsWith(at('dist/')) || !code.includes('import.meta.url')) return undefined
      const place = JSON.stringify(relative(at('dist/service'), id))
      return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url)`), map: null }
    },
  }
}
