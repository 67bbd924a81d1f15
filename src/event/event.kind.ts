import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Kind, Settling } from '../live/edit.ts'
import { PARTS, refuseCircle } from '../live/hierarchy.ts'
import { type Reference, checkReferences, each, one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import type { EntryType } from '../record/entry.ts'
import { list, id as anId, read } from '../record/input.ts'
import { REDACTED, dateAlone, noItems, noWords, nothing } from '../record/redaction.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedSources, requireStanding, sourcesAlone } from '../source/citation.rules.ts'
import { checkCitations } from '../source/source.store.ts'
import { z } from 'zod'
import { type EventFields, datedAfterSources, fingerprintOf, readEvent } from './event.rules.ts'

/** What to do about a change that makes two events the same: it takes no distinctFromIds. */
const APART = 'If it is another one, leave something that tells them apart; else retract one of the two.'

const ACTOR: readonly EntryType[] = ['PERSON', 'ORGANIZATION']

/** How an event is written. */
export const eventKind: Kind<EventFields> = {
  type: 'EVENT',
  read: readEvent,
  references: (own) => [
    ...citedSources(own.citations),
    ...each(own.locationIds, ['LOCATION'], 'locationIds'),
    ...own.participants.flatMap(({ actorId, onBehalfOfId }, index) => [
      ...one(actorId, ACTOR, ['participants', index, 'actorId']),
      ...one(onBehalfOfId, ['ORGANIZATION'], ['participants', index, 'onBehalfOfId']),
    ]),
    ...own.links.map(({ eventId }, index): Reference => ({
      id: eventId,
      types: ['EVENT'],
      path: ['links', index, 'eventId'],
    })),
    ...own.figures.flatMap(({ attributedToId }, index) =>
      one(attributedToId, ACTOR, ['figures', index, 'attributedToId']),
    ),
    ...one(own.partOfId, ['EVENT'], ['partOfId']),
    ...one(own.negotiationId, ['NEGOTIATION'], ['negotiationId']),
    ...one(own.proposalId, ['PROPOSAL'], ['proposalId'], own.negotiationId),
  ],
  settle,
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: own.date,
    names: [],
    search: [
      { field: 'title', text: own.title },
      { field: 'summary', text: own.summary },
      { field: 'outcome', text: own.outcome },
    ],
    citations: own.citations,
    identifiers: own.identifiers,
  }),
  save: async (tx, { id, own, isNew, input, redacting }) => {
    const { title, summary, type, modes, contexts, factuality, partOfId, outcome, negotiationId, proposalId } = own
    const data = {
      ...{ title, summary, type, modes, contexts, factuality, partOfId, outcome, negotiationId, proposalId },
      ...(redacting ? placeLeft(own) : await place(tx, id, own, distinctFrom(input))),
      locations: rowsOf(
        isNew,
        own.locationIds.map((locationId) => ({ locationId })),
      ),
      participants: rowsOf(isNew, own.participants),
      links: rowsOf(
        isNew,
        own.links.map(({ type: link, eventId, note }) => ({ type: link, linkedId: eventId, note })),
      ),
      figures: rowsOf(isNew, own.figures),
    }
    return isNew
      ? tx.prisma.event.create({ data: { id, ...data }, select: { id: true } })
      : tx.prisma.event.update({ where: { id }, data, select: { id: true } })
  },
  blanks: {
    ...{ title: noWords, summary: nothing, outcome: nothing, date: dateAlone, citations: sourcesAlone },
    ...{ modes: noItems, contexts: noItems, identifiers: noItems },
    participants: (participants) =>
      participants.map((each) => ({ ...each, description: each.actorId === null ? REDACTED : null })),
    links: (links) => links.map((each) => ({ ...each, note: null })),
    figures: (figures) => figures.map((each) => ({ ...each, asReported: null })),
  },
}

async function settle(tx: Transaction, { id, own, before, input, found }: Settling<EventFields>): Promise<EventFields> {
  if (before && own.partOfId !== before.partOfId) await refuseCircle(tx, PARTS.event, id, own.partOfId, 'partOfId')
  const looped = own.links.findIndex((link) => link.eventId === id)
  if (looped >= 0)
    throw new Refused([problem('INVALID_VALUE', ['links', looped, 'eventId'], 'An event cannot be linked to itself.')])
  const citations = await checkCitations(tx, own.citations, before?.citations ?? [])
  const problems = [...requireStanding(citations, found), ...datedAfterSources(own, await publishedBy(tx, own))]
  if (problems.length > 0) throw new Refused(problems)
  const distinctFromIds = distinctFrom(input)
  await checkReferences(tx, each(distinctFromIds, ['EVENT'], 'distinctFromIds'), [])
  const twin = await findTwin(tx, id, own, distinctFromIds)
  if (twin) throw duplicate(twin, 'title', before ? APART : 'If it is another one, name that in distinctFromIds.')
  return { ...own, citations }
}

async function publishedBy(tx: Transaction, own: EventFields): Promise<(Date | null)[]> {
  if (own.factuality !== 'OCCURRED') return []
  const ids = own.citations.map((citation) => citation.sourceId)
  const rows = await tx.rows<{ latest: Date | null }>(
    sql`select date_latest as latest from entry where id = any(${ids}::uuid[])`,
  )
  return rows.map((row) => row.latest)
}

function distinctFrom(input: object): readonly string[] {
  return read(z.object({ distinctFromIds: list(anId()) }), input).distinctFromIds
}

/**
 * The id of the event that an event is again, unless the editor says that it is another one; null when there is none. A unique key over
 * fingerprint and twin holds this against parallel writers: the slower one starts anew and finds it here.
 */
async function findTwin(
  tx: Transaction,
  id: string,
  own: EventFields,
  distinctFromIds: readonly string[],
): Promise<string | null> {
  if (own.title === REDACTED) return null
  const [twin] = await tx.rows<{ id: string }>(sql`
    select v.id from event v join entry e on e.id = v.id
    where v.fingerprint = ${fingerprintOf(own)} and v.id <> ${id}::uuid and not (v.id = any(${distinctFromIds}::uuid[]))
      and not exists (select 1 from event self where self.id = ${id}::uuid and self.fingerprint = v.fingerprint)
    order by e.number limit 1`)
  return twin?.id ?? null
}

function duplicate(twin: string, field: string, remedy: string): Refused {
  const message = `The record holds this event already (${twin}): same type, title, period, places, participants and sources. ${remedy}`
  return new Refused([problem('DUPLICATE', [field], message)], twin)
}

/** Without its title an event is told from no other; else redaction leaves its fingerprint, which a retracted event does not have, as it is. */
function placeLeft({ title }: EventFields): { fingerprint: null; twin: 0 } | object {
  return title === REDACTED ? NOWHERE : {}
}

const NOWHERE = { fingerprint: null, twin: 0 } as const

/**
 * The fingerprint of an event and its place among its twins; unchanged as long as the fingerprint is. Only those are counted that it was told
 * apart from: a twin that was committed since findTwin looked then holds the same place, and the unique key refuses the second.
 */
async function place(
  tx: Transaction,
  id: string,
  own: EventFields,
  distinctFromIds: readonly string[],
): Promise<{ fingerprint: string | null; twin: number }> {
  if (own.title === REDACTED) return NOWHERE
  const fingerprint = fingerprintOf(own)
  const rows = await tx.rows<{ id: string; twin: number }>(
    sql`select id, twin from event where fingerprint = ${fingerprint} and id = any(${[id, ...distinctFromIds]}::uuid[])`,
  )
  const twin = rows.find((row) => row.id === id)?.twin ?? Math.max(-1, ...rows.map((row) => row.twin)) + 1
  return { fingerprint, twin }
}

/** Frees the fingerprint of a retracted event, so that the event can be added anew. */
export async function releaseFingerprint(tx: Transaction, id: string): Promise<void> {
  await tx.rows(sql`update event set fingerprint = null, twin = 0 where id = ${id}::uuid`)
}

/**
 * Takes the fingerprint back for a reinstated event.
 * @throws Refused with DUPLICATE when the record holds the event under another id by now
 */
export async function reclaimFingerprint(tx: Transaction, id: string, own: EventFields): Promise<void> {
  const distinctFromIds = await toldApart(tx, id, own)
  const twin = await findTwin(tx, id, own, distinctFromIds)
  if (twin) throw duplicate(twin, 'id', 'Update or retract that first.')
  const taken = await place(tx, id, own, distinctFromIds)
  await tx.rows(
    sql`update event set fingerprint = ${taken.fingerprint}, twin = ${taken.twin}::int where id = ${id}::uuid`,
  )
}

/** Ids of the twins beside which a retracted event stood when it was retracted: an editor had told them apart. */
async function toldApart(tx: Transaction, id: string, own: EventFields): Promise<readonly string[]> {
  const fingerprint = fingerprintOf(own)
  const rows = await tx.rows<{ id: string; then: EventFields & { readonly retraction: object | null } }>(sql`
    select v.id, c.snapshot as then from event v join entry self on self.id = ${id}::uuid cross join lateral (
      select snapshot from change where entry_id = v.id and sequence < self.last_sequence order by sequence desc limit 1) c
    where v.fingerprint = ${fingerprint} and v.id <> self.id`)
  return rows.filter(({ then }) => then.retraction === null && fingerprintOf(then) === fingerprint).map((row) => row.id)
}
