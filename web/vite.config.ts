import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Vite asks for a default export, so this file has the one that the style forbids elsewhere.
/** What a browser loads: files of hashed names, and a manifest that tells the service their names. */
export default defineConfig({
  root: at('.'),
  base: '/board/',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [gzipped()],
  build: {
    outDir: at('../dist/board/files'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    // Files, never data: URLs, so that the policy can name the origin alone.
    assetsInlineLimit: 0,
    // A page names itself what its script will load.
    modulePreload: false,
    rolldownOptions: { input: { board: at('browser.tsx'), watch: at('watch.ts'), editor: at('editor.tsx') } },
  },
})

/** Puts a .gz beside each file that is no font, so that the service compresses nothing itself. */
function gzipped(): Plugin {
  return {
    name: 'parley:gzipped',
    async writeBundle({ dir = '.' }, bundle) {
      await Promise.all(
        Object.values(bundle)
          .filter(({ fileName }) => /\.(js|css|svg)$/.test(fileName))
          .map((file) =>
            writeFile(join(dir, `${file.fileName}.gz`), gzipSync(file.type === 'chunk' ? file.code : file.source)),
          ),
      )
    },
  }
}
