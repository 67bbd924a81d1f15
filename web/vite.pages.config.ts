import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Vite asks for a default export, so this file has the one that the style forbids elsewhere.
/** What the service writes pages with: the same components, and all that they need, in one file. */
export default defineConfig({
  root: at('.'),
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: at('../dist/board/pages'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: { input: { pages: at('pages.tsx') } },
  },
})
