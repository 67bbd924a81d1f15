import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

// Vite asks for a default export, so this file has the one that the style forbids elsewhere.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/playground/',
  logLevel: 'warn',
  plugins: [gzipped()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../dist/playground', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Files, never data: URLs, so that the policy can name the origin alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor is 1.8 MB in one piece, loaded by this page alone.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      onLog(level, log, next) {
        // "use client" in a hundred files of GraphiQL's libraries; it means something on a server only.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log)
      },
    },
  },
})

/** Puts a .gz beside each file of the build, so that the service sends a quarter of the bytes and compresses nothing itself. */
function gzipped(): Plugin {
  return {
    name: 'parley:gzipped',
    // Not generateBundle: Vite itself fills in the names of lazily loaded files there, after us.
    async writeBundle({ dir = '.' }, bundle) {
      await Promise.all(
        Object.values(bundle)
          .filter(({ fileName }) => fileName !== 'index.html')
          .map((file) =>
            writeFile(join(dir, `${file.fileName}.gz`), gzipSync(file.type === 'chunk' ? file.code : file.source)),
          ),
      )
    },
  }
}
