import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import type { Boundaries, Language } from '../settings.ts'

/** What every page knows of the place where it is shown. */
export interface Site {
  readonly name: string
  /** IANA name of the zone in which clock times are told. */
  readonly zone: string
  readonly language: Language
  /** Address of a picture in place of the mark; null: the mark. */
  readonly logo: string | null
  readonly boundaries: Boundaries
  /** Id of the negotiation to which / leads; null: as many as there are decide. */
  readonly home: string | null
}

/** Where the files lie that a page loads. */
export interface PageFiles {
  readonly script: string
  /** What it imports, so that a browser need not read it first. */
  readonly chunks: readonly string[]
  readonly styles: readonly string[]
  readonly fonts: readonly string[]
  /** Of each language, what its words are in. */
  readonly words: Readonly<Record<string, readonly string[]>>
}

/** With what a page is made. `ask` rejects with what is wrong when there is no answer. */
export interface PageMeans {
  readonly ask: (document: { readonly toString: () => string }, variables: unknown) => Promise<unknown>
  /** The cursor right before the change with this number; null where there is none. */
  readonly cursorBefore: (number: number) => string | null
  readonly site: Site
  readonly files: PageFiles
  /** Of pages that change in place. */
  readonly watchFiles: PageFiles
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

/** With what pages are made that ask the record nothing. */
export type EditMeans = Pick<PageMeans, 'site' | 'files' | 'theme'>

/** Who has signed in, and how far the record was when the editor's page was written. */
export interface EditData {
  readonly viewer: { readonly name: string; readonly role: string }
  /** When the session ends: an instant in UTC. */
  readonly expiresAt: string
  /** By what name one may sign in at an issuer; null: nowhere. */
  readonly issuer: string | null
  /** Cursor of the newest change. */
  readonly cursor: string
}

/** What stands on the page on which one signs in. */
export interface SignInData {
  /** Where it leads to. */
  readonly to: string
  /** Why the last attempt failed, as a sentence; null: there was none. */
  readonly problem: string | null
  /** With whose account one may sign in as well; null: with nobody's. */
  readonly issuer: string | null
}

/** What the build of web/pages.tsx exports. It knows the contract alone, and we know these names of it. */
interface Pages {
  readonly documents: readonly string[]
  /** Of the files that each negotiation has below its address. */
  readonly fileNames: readonly string[]
  readonly pageAt: (path: string, query: URLSearchParams, means: PageMeans) => Promise<MadePage>
  readonly errorPage: (
    ...said: [status: number, why: string, means: Pick<PageMeans, 'site' | 'files' | 'theme'>]
  ) => MadePage
  readonly nothingPage: (means: EditMeans) => MadePage & { readonly html: string }
  readonly editPage: (data: EditData, means: EditMeans) => MadePage
  readonly signInPage: (status: number, data: SignInData, means: EditMeans) => MadePage
}

/** The built board. */
export interface BoardBuild extends Pages {
  readonly files: PageFiles
  /** Those of pages that change in place, and say no words but their own. */
  readonly watchFiles: PageFiles
  /** Those of the editor, which the board does not load. */
  readonly editFiles: PageFiles
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
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
  readonly assets?: readonly string[]
}

/** By the names of sources, or of chunks that several share. */
type Manifest = Readonly<Record<string, Built>>

/** The board as `npm run build` made it; null when nothing has been built. */
export async function loadBoard(built = BUILT): Promise<BoardBuild | null> {
  const [manifest, code] = await Promise.all([
    textOf(new URL('files/manifest.json', built)),
    textOf(new URL('pages/pages.js', built)),
  ])
  if (manifest === null || code === null) return null
  // Both are of our own build.
  const pages = (await import(new URL('pages/pages.js', built).href)) as Pages
  const parts = JSON.parse(manifest) as Manifest
  const files = filesOf('browser.tsx', parts)
  const editor = filesOf('editor.tsx', parts)
  return {
    ...pages,
    folder: new URL('files/', built),
    files,
    // In the look of the board, with what is only for editors after it.
    watchFiles: { ...filesOf('watch.ts', parts), styles: files.styles, fonts: files.fonts, words: {} },
    editFiles: { ...editor, styles: [...new Set([...files.styles, ...editor.styles])], fonts: files.fonts },
    print: createHash('sha256').update(manifest).update(code).digest('base64url').slice(0, 12),
  }
}

/** What a page loads that begins with this source. */
function filesOf(source: string, manifest: Manifest): PageFiles {
  const [entry, ...chunks] = partsOf(source, manifest)
  if (!entry) throw new Error(`A build of the board without ${source} cannot happen: its configuration names it.`)
  const at = (file: string): string => FILES_AT + file
  const parts = [entry, ...chunks]
  return {
    script: at(entry.file),
    chunks: chunks.map(({ file }) => at(file)),
    styles: parts.flatMap(({ css = [] }) => css).map(at),
    words: wordsOf(manifest),
    // Those of Latin letters, which every page needs; browsers load the others where they meet their letters.
    fonts: parts.flatMap(({ assets = [] }) => assets.filter((file) => file.includes('-latin-'))).map(at),
  }
}

/** The file of each language. */
function wordsOf(manifest: Manifest): PageFiles['words'] {
  return Object.fromEntries(
    Object.entries(manifest).flatMap(([source, { file }]) => {
      const [, language] = /^words\/(\w+)\.ts$/.exec(source) ?? []
      return language === undefined ? [] : [[language, [FILES_AT + file]]]
    }),
  )
}

/** A part, then all that it imports; each once. */
function partsOf(name: string, manifest: Manifest): Built[] {
  const part = manifest[name]
  if (!part) return []
  return [...new Set([part, ...(part.imports ?? []).flatMap((each) => partsOf(each, manifest))])]
}

async function textOf(file: URL): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
