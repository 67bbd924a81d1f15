import { holds } from '../access/role.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { all, contains, given, givenId, plain, standing } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Kind, type Outcome, add, mutate, update } from '../live/edit.ts'
import { below, byNumber, listBelow, listEntries, newestFirst } from '../live/entries.ts'
import { REVISIONS, refuseCircle } from '../live/hierarchy.ts'
import { one } from '../live/references.ts'
import type { Entry } from '../record/entry.ts'
import { type AsOf, asOfSame } from '../record/entry.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { Refused, problem } from '../record/refusal.ts'
import { fold } from '../record/fold.ts'
import { dateAlone, noWords, nothing } from '../record/redaction.ts'
import { type CitationFields, citedSources, placeCitation, sourcesAlone } from './citation.rules.ts'
import type { Citation } from './citation.type.ts'
import { explainMissing } from './missing.ts'
import { type SourceFields, readSource } from './source.rules.ts'
import type { AddSourceInput, Source, SourceFilter, UpdateSourceInput } from './source.type.ts'

/** How a source is written. */
export const sourceKind: Kind<SourceFields> = {
  type: 'SOURCE',
  read: readSource,
  references: (own) => [...citedSources(own.citations), ...one(own.revisionOfId, ['SOURCE'], ['revisionOfId'])],
  settle: async (tx, { id, own, before }) => {
    if (before && own.revisionOfId !== before.revisionOfId)
      await refuseCircle(tx, REVISIONS.source, id, own.revisionOfId, 'revisionOfId')
    return { ...own, citations: await checkCitations(tx, own.citations, before?.citations ?? []) }
  },
  card: (own) => ({
    negotiationId: null,
    date: own.publishedOn,
    names: [own.title],
    search: [{ field: 'title', text: own.title }],
    citations: own.citations,
    identifiers: [],
  }),
  save: (tx, { id, own, input }) => {
    const { verification: _, citations: __, publishedOn: ___, textDigest: ____, ...columns } = own
    const text =
      'text' in input && typeof input.text === 'string' && own.textDigest !== null ? { text: input.text } : {}
    const data = { ...columns, ...text, foldedPublisher: own.publisher === null ? null : fold(own.publisher) }
    return tx.prisma.source.upsert({ where: { id }, create: { id, ...data }, update: data, select: { id: true } })
  },
  blanks: {
    ...{ title: noWords, publisher: nothing, url: nothing, archivedUrl: nothing, licence: nothing },
    ...{ publishedOn: dateAlone, citations: sourcesAlone },
  },
  apart: { text: forgetText },
}

/** The digest of the text stays, so that none can be set again: offsets of quotes point into the one that was there. */
async function forgetText(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.rows(
    sql`update source set text = null where id = ${id}::uuid and text is not null returning 1 as forgotten`,
  )
  return rows.length > 0
}

/** Adds a source. */
export function addSource(ctx: Context, input: AddSourceInput): Promise<Outcome> {
  return mutate(ctx, 'addSource', input, (tx, editor) => add(tx, sourceKind, input, editor))
}

/** Changes a source. */
export function updateSource(ctx: Context, input: UpdateSourceInput): Promise<Outcome> {
  return mutate(ctx, 'updateSource', input, (tx, editor) => update(tx, sourceKind, input, editor))
}

/** Sources by publication, newest first. */
export function findSources(ctx: Context, filter: SourceFilter | null, page: PageArgs): Connection<Source> {
  const where = all(
    sql`e.type = 'SOURCE'`,
    standing(filter?.includeRetracted),
    given(filter?.kind, (kinds) => sql`v.kind = any(${kinds}::source_kind[])`),
    given(filter?.publisher, (part) => contains(sql`v.folded_publisher`, part)),
    given(filter?.url, (url) => sql`(v.url = ${plain(url)} or v.archived_url = ${plain(url)})`),
    givenId(
      filter?.negotiationId,
      (id) => sql`e.id in (
        select c.source_id from citation c join entry of on of.id = c.entry_id where of.negotiation_id = ${id} and of.retracted_at is null
        union select q.source_id from quote q join entry of on of.id = q.statement_id where of.negotiation_id = ${id} and of.retracted_at is null)`,
    ),
  )
  return listEntries(
    ctx,
    { list: 'sources', join: sql`join source v on v.id = e.id`, where, order: newestFirst },
    pageRequest(page),
  )
}

const citing = below<null>(() => ({
  list: 'citedBy',
  join: sql``,
  where: [sql`e.retracted_at is null`],
  order: byNumber,
  of: (source) =>
    sql`e.id in (select entry_id from citation where source_id = ${source} union select statement_id from quote where source_id = ${source})`,
}))

/** Every entry that cites or quotes a source, by number. */
export function findCiting(ctx: Context, source: Source, page: PageArgs): Connection<Entry> {
  return listBelow(ctx, citing, source, null, pageRequest(page))
}

/** The citations of an entry, in the order of the input. */
export function citationsOf(
  entry: Entry & { readonly citations?: readonly CitationFields[] },
): readonly (CitationFields & Pick<Citation, 'asOf'>)[] {
  return asOfSame(entry, entry.citations ?? [])
}

/**
 * The stored text, for those who may read it; null for others, and where there is none. Who may read it is decided by the source as it is
 * now, whatever moment is asked for.
 */
export async function textOf(
  ctx: Context,
  source: { readonly id: string; readonly textDigest: string | null; readonly asOf: AsOf },
): Promise<string | null> {
  if (source.textDigest === null) return null
  const stored = await ctx.loading.load(textsById, source.id, null)
  return stored?.textAccess === 'EVERYONE' || holds(ctx.viewer, 'EDITOR') ? (stored?.text ?? null) : null
}

interface StoredText {
  readonly id: string
  readonly text: string | null
  readonly textAccess: string
}

async function textsById(reader: Reader, ids: readonly string[]): Promise<readonly (StoredText | null)[]> {
  const rows = await reader.rows<StoredText>(
    sql`select id, text, text_access as "textAccess" from source where id = any(${ids}::uuid[])`,
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => found.get(id) ?? null)
}

/** A source as far as passages are looked up in it. */
export interface Searched {
  readonly id: string
  readonly title: string
  readonly text: string | null
}

/** Sources with their stored texts, by id. One statement; the texts may be large. */
export async function searchedById(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Searched>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<Searched>(
    sql`select id, title, text from source where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Citations with their passages found in the stored texts and filled in. Those that stood in the entry before are not looked up again.
 * @throws Refused with QUOTE_NOT_IN_SOURCE at each citation whose passage does not stand in its source
 */
export async function checkCitations(
  tx: Transaction,
  citations: readonly CitationFields[],
  before: readonly CitationFields[],
): Promise<CitationFields[]> {
  const known = new Set(before.map((citation) => JSON.stringify(citation)))
  const isNew = (citation: CitationFields) =>
    !known.has(JSON.stringify(citation)) &&
    (citation.exact !== null || citation.start !== null || citation.end !== null)
  const sources = await searchedById(
    tx,
    citations.filter(isNew).map((citation) => citation.sourceId),
  )
  const placed = citations.map((citation) =>
    isNew(citation) ? placeCitation(citation, sources.get(citation.sourceId)?.text ?? null) : citation,
  )
  const missing = placed.flatMap((citation, index) => (citation === null ? [index] : []))
  if (missing.length > 0) {
    const problems = missing.map(async (index) => {
      const citation = citations[index]
      const source = citation && sources.get(citation.sourceId)
      return problem(
        'QUOTE_NOT_IN_SOURCE',
        ['citations', index],
        await explainMissing(tx, citation?.exact ?? null, source ? [source] : []),
      )
    })
    throw new Refused(await Promise.all(problems))
  }
  return placed.filter((citation) => citation !== null)
}
