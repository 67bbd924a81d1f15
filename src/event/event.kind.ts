import type { Transaction } from '../db/database.ts'
import { type Sql, arrayOf, sql } from '../db/sql.ts'
import { PARTS, refuseCircles } from '../live/hierarchy.ts'
import type { Kind, Settled, Settling } from '../live/kind.ts'
import { type Found, type Reference, checkReferences, each, one } from '../live/references.ts'
import { listOf, rowsOf } from '../live/rows.ts'
import type { EntryType } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { list, id as anId, read } from '../record/input.ts'
import { REDACTED, dateAlone, noItems, noWords, nothing } from '../record/redaction.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedSources, requireStanding, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
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
  foresee: (tx, changes) => tx.rows<Twin>(twinsOf(changes), { prepared: true }),
  settle,
  // A redacted one is told from no other.
  rivalry: (own) => (own.title === REDACTED ? null : fingerprintOf(own)),
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: own.date,
    eventType: own.type,
    names: [],
    search: [
      { field: 'title', text: own.title },
      { field: 'summary', text: own.summary },
      { field: 'outcome', text: own.outcome },
    ],
    citations: own.citations,
    identifiers: own.identifiers,
  }),
  rows: (own) => {
    const { title, summary, type, modes, contexts, factuality, partOfId, outcome, negotiationId, proposalId } = own
    return rowsOf(
      'Event',
      {
        ...{ title, summary, type, modes, contexts, factuality, partOfId, outcome, negotiationId, proposalId },
        ...(title === REDACTED ? NOWHERE : {}),
      },
      listOf(
        'EventLocation',
        'eventId',
        own.locationIds.map((locationId) => ({ locationId })),
      ),
      listOf('Participation', 'eventId', own.participants),
      listOf(
        'EventLink',
        'eventId',
        own.links.map(({ type: link, eventId: linkedId, note }) => ({ type: link, linkedId, note })),
      ),
      listOf('Figure', 'eventId', own.figures),
    )
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

async function settle(
  tx: Transaction,
  changes: readonly Settling<EventFields>[],
  found: ReadonlyMap<string, Found>,
  foreseen: readonly object[],
): Promise<Settled<EventFields>[]> {
  await refuseCircles(tx, PARTS.event, 'partOfId', changes)
  for (const change of changes) refuseLoop(change)
  const placed = await placeCitations(tx, changes)
  for (const { own } of placed) {
    const published = own.citations.map(({ sourceId }) => found.get(sourceId)?.latest ?? null)
    const problems = [...requireStanding(own.citations, found), ...datedAfterSources(own, published)]
    if (problems.length > 0) throw new Refused(problems)
  }
  const told = placed.map((change) => ({ ...change, distinctFromIds: distinctFrom(change.input) }))
  const distinct = told.map(({ distinctFromIds }) => each(distinctFromIds, ['EVENT'], 'distinctFromIds'))
  await checkReferences(
    tx,
    distinct.map((now) => ({ now, before: [] })),
  )
  // What foresee reads, and nothing between has changed.
  const places = placesOf(told, foreseen as readonly Twin[])
  return told.map(({ id, own, before }) => {
    const place = places.get(id)
    if (typeof place === 'string')
      throw duplicate(place, 'title', before ? APART : 'If it is another one, name that in distinctFromIds.')
    return { id, own, columns: place }
  })
}

function refuseLoop({ id, own }: Settling<EventFields>): void {
  const looped = own.links.findIndex((link) => link.eventId === id)
  if (looped >= 0)
    throw new Refused([problem('INVALID_VALUE', ['links', looped, 'eventId'], 'An event cannot be linked to itself.')])
}

const telling = z.object({ distinctFromIds: list(anId()) })

const distinctFrom = (input: object): readonly string[] => read(telling, input).distinctFromIds

/** The fingerprint of an event and its place among its twins. */
interface Place {
  readonly fingerprint: string | null
  readonly twin: number
}

/** Where an event is that is told from no other: one without its title, or a retracted one. */
const NOWHERE: Place = { fingerprint: null, twin: 0 }

/**
 * The places of events, by id, or the id of the event that it is again, unless the editor says that it is another one. A place is unchanged as long as
 * the fingerprint is. A unique key over fingerprint and twin holds this against parallel writers: the slower one starts anew and finds the other here.
 */
function placesOf(
  events: readonly { readonly id: string; readonly own: EventFields; readonly distinctFromIds: readonly string[] }[],
  rows: readonly Twin[],
): ReadonlyMap<string, Place | string> {
  const twins = groupedBy(rows, (row) => row.fingerprint)
  const places = new Map<string, Place | string>(events.map(({ id }) => [id, NOWHERE]))
  for (const { id, own, distinctFromIds } of events.filter(isTold)) {
    const fingerprint = fingerprintOf(own)
    const alike = twins.get(fingerprint) ?? []
    const self = alike.find((row) => row.id === id)
    const again = alike.find((row) => !distinctFromIds.includes(row.id))
    const free = Math.max(-1, ...alike.map((row) => row.twin)) + 1
    places.set(id, !self && again ? again.id : { fingerprint, twin: self?.twin ?? free })
  }
  return places
}

const isTold = ({ own }: { readonly own: EventFields }): boolean => own.title !== REDACTED

/** An event that is there, with a fingerprint that was asked for. */
interface Twin {
  readonly id: string
  readonly fingerprint: string
  readonly twin: number
}

/** Those that have the fingerprints of these, by number. */
function twinsOf(events: readonly { readonly own: EventFields }[]): Sql {
  const fingerprints = events.filter(isTold).map(({ own }) => fingerprintOf(own))
  return sql`
    select v.id, v.fingerprint, v.twin from event v join entry e on e.id = v.id
    where v.fingerprint = any(${arrayOf(fingerprints, sql`text`)}::text[]) order by e.number`
}

function duplicate(twin: string, field: string, remedy: string): Refused {
  const message = `The record holds this event already (${twin}): same type, title, period, places, participants and sources. ${remedy}`
  return new Refused([problem('DUPLICATE', [field], message)], twin)
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
  const place = placesOf([{ id, own, distinctFromIds }], await tx.rows<Twin>(twinsOf([{ own }]))).get(id) ?? NOWHERE
  if (typeof place === 'string') throw duplicate(place, 'id', 'Update or retract that first.')
  await tx.rows(
    sql`update event set fingerprint = ${place.fingerprint}, twin = ${place.twin}::int where id = ${id}::uuid`,
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
