import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Alternate } from './board/files.ts'
import type { Language, Site, SiteFacts } from './board/site.ts'
import { aloneAs } from './exports/json-ld.ts'
import type { Node } from './exports/linked-data.ts'
import icon from './icon.svg?inline'
import { ar } from './words/ar.ts'
import { type Words, en } from './words/en.ts'

/** A file of the board's build, as its manifest tells of them. */
export interface Files {
  readonly script: string
  /** What it imports. */
  readonly chunks: readonly string[]
  readonly styles: readonly string[]
  readonly fonts: readonly string[]
  /** Of each language, what its words are in. */
  readonly words: Readonly<Record<string, readonly string[]>>
}

/** What the service gives for every page. */
export interface GivenLook {
  readonly site: SiteFacts
  readonly files: Files
  /** As a reader has forced it; null: as the system has it. */
  readonly theme: 'light' | 'dark' | null
}

/** What all pages are made with. */
export type Look = Omit<GivenLook, 'site'> & { readonly site: Site }

const LANGUAGES: Readonly<Record<Language, Words>> = { en, ar }

/** The same with the words of its language. */
export const speaking = <Given extends GivenLook>(given: Given): Omit<Given, 'site'> & { readonly site: Site } => ({
  ...given,
  site: { ...given.site, words: LANGUAGES[given.site.language] },
})

/** A page, or where there is one. */
export interface Answered {
  readonly status: number
  readonly html: string | AsyncIterable<string>
  readonly location?: string
  /** Media type, where it is no page. */
  readonly type?: string
  /** What a file is called where it is kept. */
  readonly name?: string | undefined
}

/** Characters of linked data in a page; what is longer stands in the file of the negotiation alone. */
const MOST_LINKED = 20_000

/** A whole document. Without a script or a style of its own, so that the policy can allow files of our origin alone. */
export function documentOf(
  status: number,
  title: string,
  page: JSX.Element,
  means: Look & {
    readonly canonical?: string
    readonly data?: unknown
    readonly framed?: boolean
    /** The same in other forms. */
    readonly alternates?: readonly Alternate[]
    /** What it is about, in the words of schema.org. */
    readonly thing?: Node | null
  },
): Answered {
  const { site, files, theme, canonical, data, framed = false, alternates = [], thing } = means
  const linked = thing ? aloneAs(thing) : null
  const html = renderToString(
    <html lang={site.language} dir={site.words.direction} data-theme={theme ?? undefined}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · ${site.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={site.logo ?? icon} />
        {/* Without an address, which the policy would refuse: links leave the frame. */}
        {framed && <base target="_top" />}
        {canonical !== undefined && <link rel="canonical" href={canonical} />}
        {alternates.map(({ type, href }) => (
          <link key={href} rel="alternate" type={type} href={href} title={title} />
        ))}
        {files.fonts.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossorigin="anonymous" />
        ))}
        {files.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {data !== undefined && (
          <>
            {[...files.chunks, ...(files.words[site.language] ?? [])].map((href) => (
              <link key={href} rel="modulepreload" href={href} />
            ))}
            <script type="module" src={files.script} />
          </>
        )}
        {linked !== null && linked.length <= MOST_LINKED && (
          <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: withinElement(linked) }} />
        )}
      </head>
      <body>
        <div id="app">{page}</div>
        {data !== undefined && (
          // Data and no script: browsers run nothing of this type, so the policy does not speak of it.
          <script
            id="data"
            type="application/json"
            dangerouslySetInnerHTML={{ __html: withinElement(JSON.stringify(data)) }}
          />
        )}
      </body>
    </html>,
  )
  return { status, html: `<!doctype html>${html}` }
}

/** JSON that cannot end the element that holds it. */
const withinElement = (json: string): string => json.replaceAll('<', '\\u003c')
