import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'

/** What every page knows of the place where it is shown. */
export interface Site {
  readonly name: string
  /** IANA name of the zone in which clock times are told. */
  readonly zone: string
}

/** Where the files lie that a page loads. */
export interface PageFiles {
  readonly script: string
  readonly styles: readonly string[]
  readonly fonts: readonly string[]
}

/** With what a page is made. `ask` rejects with what is wrong when there is no answer. */
export interface PageMeans {
  readonly ask: (document: { readonly toString: () => string }, variables: unknown) => Promise<unknown>
  /** The cursor right before the change with this number; null where there is none. */
  readonly cursorBefore: (number: number) => string | null
  readonly site: Site
  readonly files: PageFiles
  /** As the reader has forced it; null: as the system has it. */
  readonly theme: 'light' | 'dark' | null
  /** What pages keep between two questions, and may lose at any time. */
  readonly kept: Map<string, unknown>
  /** https://record.example, for addresses that leave this site. */
  readonly origin: string
}

/** A page, or where there is one. */
export interface MadePage {
  readonly status: number
  readonly html: string | AsyncIterable<string>
  readonly location?: string
  /** Media type, where it is no page. */
  readonly type?: string
  /** What a file is called where it is kept. */
  readonly name?: string | undefined
}

/** What the build of web/pages.tsx exports. It knows the contract alone, and we know these three names of it. */
interface Pages {
  readonly documents: readonly string[]
  readonly pageAt: (path: string, query: URLSearchParams, means: PageMeans) => Promise<MadePage>
  readonly refusalPage: (
    ...said: [status: number, title: string, why: string, means: Pick<PageMeans, 'site' | 'files' | 'theme'>]
  ) => MadePage
}

/** The built board. */
export interface BoardBuild extends Pages {
  readonly files: PageFiles
  /** Folder of what browsers load. */
  readonly folder: URL
  /** Changes with every build that could write a page otherwise. */
  readonly print: string
}

/** Holds from src/server and from dist/server alike: both lie two levels below the project. */
const BUILT = new URL('../../dist/board/', import.meta.url)
/** The address of what browsers load. */
export const FILES_AT = '/board/'

/** A file in the manifest of vite. */
interface Built {
  readonly file: string
  readonly css?: readonly string[]
  readonly assets?: readonly string[]
}

/** The board as `npm run build` made it; null when nothing has been built. */
export async function loadBoard(built = BUILT): Promise<BoardBuild | null> {
  const [manifest, code] = await Promise.all([
    textOf(new URL('files/manifest.json', built)),
    textOf(new URL('pages/pages.js', built)),
  ])
  if (manifest === null || code === null) return null
  // Both are of our own build.
  const pages = (await import(new URL('pages/pages.js', built).href)) as Pages
  const entry = (JSON.parse(manifest) as Readonly<Record<string, Built>>)['browser.tsx']
  if (!entry) throw new Error('A build of the board without its entry cannot happen: its configuration names it.')
  const at = (file: string): string => FILES_AT + file
  return {
    ...pages,
    folder: new URL('files/', built),
    files: {
      script: at(entry.file),
      styles: (entry.css ?? []).map(at),
      // Those of Latin letters, which every page needs; browsers load the others where they meet their letters.
      fonts: (entry.assets ?? []).filter((file) => file.includes('-latin-')).map(at),
    },
    print: createHash('sha256').update(manifest).update(code).digest('base64url').slice(0, 12),
  }
}

async function textOf(file: URL): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
