import { renderToString } from 'preact-render-to-string'
import { momentWords } from './board/date.ts'
import { writtenOf } from './board/data.ts'
import { EVERYTHING, type Filter, addressOf, filterIn, textIn } from './board/filter.ts'
import type { Site } from './board/site.ts'
import { boardOf } from './feed/reading.ts'
import * as sent from './generated/graphql.ts'
import { stateOf } from './board/live.ts'
import { MapOf } from './map/map.tsx'
import { mapOf } from './map/places.ts'
import { exportOf } from './exports/export.ts'
import { datasetOf } from './exports/json-ld.ts'
import { thingOf } from './exports/linked-data.ts'
import { FILES, alternatesOf } from './board/files.ts'
import { watching } from './board/watched.ts'
import { type Answered, type Files, type GivenLook, type Look, documentOf, speaking } from './document.tsx'
import { App } from './view/app.tsx'
import { Embed } from './view/embed.tsx'
import { EntryPage, titleOf } from './view/entry-page.tsx'
import { IndexPage, Missing } from './view/index-page.tsx'
import { Page } from './view/page.tsx'
import { type Citing, SourcePage, type SourceShown } from './view/source-page.tsx'
import type { Ask } from './feed/asking.ts'

/** What a page is made with. */
export interface Means extends GivenLook {
  readonly ask: Ask
  /** Of pages that change in place. */
  readonly watchFiles: Files
  /** The cursor right before the change with this number; null when there is none. */
  readonly cursorBefore: (number: number) => string | null
  /** What pages keep between two questions, and may lose at any time. */
  readonly kept: Map<string, unknown>
  /** https://record.example, for addresses that leave this site. */
  readonly origin: string
}

/** The same with the words of its language. */
type Making = Omit<Means, 'site'> & { readonly site: Site }

// The service knows the build of this file alone.
export { editPage, signInPage } from './edit-pages.tsx'

/** What all pages ask, as texts, so that a list of trusted documents can hold them. */
export const documents: readonly string[] = Object.values(sent)
  .filter((each) => each instanceof sent.TypedDocumentString)
  .map(String)

/** The files that each negotiation has below its address. */
export const fileNames: readonly string[] = Object.keys(FILES)

/** How many entries a page of the record holds. */
const MOST_SAID = 30
const ENTRY_PATH = /^\/(e|n|s|embed\/n)\/([^/]+)$/

const EXPORT_PATH = /^\/n\/([^/]+)\/([^/]+)$/

/** The page at an address. @throws what `ask` throws */
export async function pageAt(path: string, query: URLSearchParams, given: Means): Promise<Answered> {
  const means = speaking(given)
  const { home } = means.site
  if (path === '/') return home === null ? firstPage(query, means) : leadingTo(boardAt(home))
  if (path === '/n') return indexPage(query, means)
  const exported = EXPORT_PATH.exec(path)
  if (exported) return exportAt(exported, query, means)
  const [, room, id] = ENTRY_PATH.exec(path) ?? []
  const known = id === undefined ? null : decoded(id)
  if (known === null) return missing(means)
  if (room === 'n') return boardPage(known, query, means)
  if (room === 's') return sourcePage(known, means)
  if (room === 'embed/n') return embedPage(known, means)
  return entryPage(known, query, means)
}

/** The page of an address at which there is nothing. */
export const nothingPage = (given: GivenLook): Answered => missing(speaking(given))

/** The page of an answer that is an error, and why it is. */
export function errorPage(status: number, why: string, given: GivenLook): Answered {
  const means = speaking(given)
  const { titles } = means.site.words.refusals
  const known: Readonly<Record<number, string>> = titles
  return refusalPage(status, known[status] ?? titles.other, why, means)
}

/** The page that says why there is no other. */
function refusalPage(status: number, title: string, why: string, means: Look): Answered {
  return documentOf(
    status,
    title,
    <Page site={means.site}>
      <Missing title={title} why={why} words={means.site.words} />
    </Page>,
    means,
  )
}

const boardAt = (id: string): string => `/n/${encodeURIComponent(id)}`
const leadingTo = (location: string): Answered => ({ status: 302, html: '', location })

function decoded(id: string): string | null {
  try {
    return decodeURIComponent(id)
  } catch {
    return null
  }
}

const missing = (means: Look, why = means.site.words.refusals.nothingHere): Answered =>
  refusalPage(404, means.site.words.refusals.notFound, why, means)

async function exportAt(
  [, id = '', file = '']: RegExpExecArray,
  query: URLSearchParams,
  means: Making,
): Promise<Answered> {
  const known = decoded(id)
  const { refusals } = means.site.words
  const exported = known === null ? null : await exportOf(file, query, { ...means, id: known })
  if (!exported) return missing(means, refusals.noNegotiation)
  const { retraction, name } = exported.negotiation
  if (retraction) return refusalPage(410, refusals.retracted(name), retraction.reason, means)
  return { ...exported, status: 200, html: exported.body }
}

/** All negotiations; where there is one, it. */
async function firstPage(query: URLSearchParams, means: Making): Promise<Answered> {
  const { negotiations } = await means.ask(sent.NegotiationsDocument, { after: null })
  const [only, another] = negotiations.nodes
  return only && !another ? leadingTo(boardAt(only.id)) : indexPage(query, means)
}

async function indexPage(query: URLSearchParams, means: Making): Promise<Answered> {
  const { negotiations, service } = await means.ask(sent.NegotiationsDocument, { after: textIn(query, 'after') })
  const page = (
    <Page site={means.site}>
      <IndexPage list={negotiations} site={means.site} />
    </Page>
  )
  return documentOf(200, means.site.words.index.title, page, {
    ...{ ...means, files: means.watchFiles },
    data: watching(service, { entryType: ['NEGOTIATION', 'NEGOTIATION_STATUS_UPDATE'] }, null),
  })
}

async function boardPage(id: string, query: URLSearchParams, means: Making): Promise<Answered> {
  const filter = filterIn(query)
  const { words } = means.site
  const { refusals } = words
  const data = await boardOf(means.ask, id, filter, means.site)
  if (!data) return missing(means, filter.asOf === null ? refusals.noNegotiation : refusals.noNegotiationThen)
  const { retraction, name } = data.negotiation
  const drawing = filter.asOf === null ? await mapOf(means.ask, id, means.site.boundaries, means.kept) : null
  const shown = { ...data, hasMap: drawing !== null, origin: means.origin }
  const head = {
    canonical: boardAt(id) + addressOf(filter),
    data: writtenOf(shown),
    alternates: alternatesOf(id, filter),
    thing: datasetOf(data.negotiation, { ...means, filter }),
  }
  const map = drawing
    ? renderToString(<MapOf {...{ drawing, chosen: filter.place, hrefOf: placeHrefs(filter), words: words.places }} />)
    : ''
  const page = <App state={stateOf(shown)} map={map} />
  const said = { ...means, ...head }
  return retraction ? documentOf(410, refusals.retracted(name), page, said) : documentOf(200, name, page, said)
}

/** A place on the map filters by it, and when it is chosen by none again. */
function placeHrefs(filter: Filter): (id: string) => string {
  return (id) => `?${addressOf({ ...filter, after: null, place: filter.place === id ? null : id }).slice(1)}#record`
}

/** Who stands where alone, for pages of others to show in a frame. */
async function embedPage(id: string, means: Making): Promise<Answered> {
  const { site } = means
  const data = await boardOf(means.ask, id, EVERYTHING, site)
  const { refusals } = site.words
  if (!data) return missing(means, refusals.noNegotiation)
  const { retraction, name } = data.negotiation
  if (retraction) return refusalPage(410, refusals.retracted(name), retraction.reason, means)
  return documentOf(200, name, <Embed data={data} />, {
    ...means,
    canonical: boardAt(id),
    framed: true,
  })
}

async function entryPage(idOrNumber: string, query: URLSearchParams, means: Making): Promise<Answered> {
  const { site } = means
  const { refusals, page: around } = site.words
  const id = /^[1-9]\d{0,8}$/.test(idOrNumber) ? await idOfNumber(Number(idOrNumber), means) : idOrNumber
  if (id === null) return missing(means, refusals.noEntryNumber(idOrNumber))
  const [{ entry, service }, { entry: kept }, { entry: linked }] = await Promise.all([
    means.ask(sent.EntryDocument, { id }),
    means.ask(sent.EntryHistoryDocument, { id }),
    means.ask(sent.LinkedDocument, { id }),
  ])
  if (!entry) return missing(means, refusals.noEntry)
  if (entry.__typename === 'Source' && query.get('as') !== 'entry') return leadingTo(`/s/${encodeURIComponent(id)}`)
  const said = await saidAndDone(entry.__typename, id, means)
  const updated = momentWords(kept?.history.nodes.at(-1)?.at ?? entry.recordedAt, site)
  const page = (
    <Page site={site} state={around.updated(updated)}>
      <EntryPage {...{ entry, said, site, history: kept?.history.nodes ?? [] }} />
    </Page>
  )
  return documentOf(entry.retraction ? 410 : 200, titleOf(entry, site.words), page, {
    ...{ ...means, files: means.watchFiles },
    canonical: `/e/${encodeURIComponent(id)}`,
    data: watching(service, { entryId: id }, site.words.entryPage.changedNow),
    thing: linked && !entry.retraction ? thingOf(linked, means.origin) : null,
  })
}

async function saidAndDone(type: string, id: string, { ask }: Making) {
  if (type !== 'Person' && type !== 'Organization' && type !== 'Location') return null
  const { node } = await ask(sent.SaidAndDoneDocument, { id, first: MOST_SAID })
  return node && 'statements' in node ? node : null
}

/** The id of the entry that the change with this number added; null when it added none. */
async function idOfNumber(number: number, { ask, cursorBefore }: Making): Promise<string | null> {
  const before = cursorBefore(number)
  if (before === null) return null
  const { changes } = await ask(sent.EntryAddedDocument, { before })
  const [change] = changes.changes
  return change?.kind === 'ADDED' && change.sequence === number ? change.entry.id : null
}

/** How many pages of what cites a source are read: what is beyond them is counted, and marked by none. */
const MOST_CITING_PAGES = 10

async function sourcePage(id: string, means: Making): Promise<Answered> {
  const citing: Citing[] = []
  let source: SourceShown | null | undefined
  let after: string | null | undefined = null
  for (let page = 0; page < MOST_CITING_PAGES && after !== undefined; page += 1) {
    const read: sent.SourcePageQuery = await means.ask(sent.SourcePageDocument, { id, after })
    source ??= read.source
    citing.push(...(read.source?.citedBy.nodes ?? []))
    after = read.source?.citedBy.pageInfo.hasNextPage === true ? read.source.citedBy.pageInfo.endCursor : undefined
  }
  if (!source) return missing(means, means.site.words.refusals.noSource)
  const { site } = means
  const page = (
    <Page site={site}>
      <SourcePage {...{ source, citing, site }} />
    </Page>
  )
  return documentOf(source.retraction ? 410 : 200, source.title, page, means)
}
