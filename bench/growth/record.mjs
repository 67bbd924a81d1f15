// A record of any number of events over ten years, with the field shapes of the sample. The same each time, save for ids.
import { castOf } from './cast.mjs'
import { chanceOf } from './chance.mjs'
import { EVENTS, STATEMENTS, UPDATES, datedFrom } from './shapes.mjs'
import { MARKS, marksOf, prose } from './words.mjs'

/** @typedef {{ type: string, id: string, input: any }} Addition An entry to be added. */

const SEED = 20250312
const [FIRST_DAY, LAST_DAY] = [Date.parse('2015-01-01'), Date.parse('2024-12-31')]
const DAY_MS = 86_400_000
/** So many events are there for one of these. */
const EVENTS_PER = { source: 10, statement: 4, negotiation: 1000 }
/** What an event is linked to or part of was added so many events before, so that those of one batch do not wait for each other. */
const DISTANCE = 1000
const BATCH = 500

/** What the queries ask about. @typedef {ReturnType<typeof castOf> & { negotiation: string }} Known */

/**
 * The record in batches, each of which names only what stands in those before it.
 *
 * @param {number} events
 * @param {() => string} newId
 * @returns {Generator<{ batch: Addition[], events: number }, Known>} events: how many there are with this batch
 */
export function* recordOf(events, newId) {
  const chance = chanceOf(SEED)
  const cast = castOf(newId)
  for (const batch of inBatches(cast.entries)) yield { batch, events: 0 }
  const so = { events, chance, cast, newId, negotiations: [], eventIds: [], sources: [], inNegotiation: [] }
  for (let from = 0; from < events; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, events - from) }, (_, index) => from + index)
    const first = numbers.filter((number) => number % EVENTS_PER.source === 0).map((number) => sourceFor(so, number))
    const opened = numbers.filter((number) => number % EVENTS_PER.negotiation === 0).flatMap(() => negotiationFor(so))
    const [negotiations, proposals] = [opened.filter(isNegotiation), opened.filter((entry) => !isNegotiation(entry))]
    for (const batch of [first, negotiations, proposals]) if (batch.length > 0) yield { batch, events: from }
    const added = numbers.map((number) => eventFor(so, number))
    yield { batch: added, events: from + added.length }
    yield { batch: statementsFor(so, added), events: from + added.length }
    if (from % EVENTS_PER.negotiation === 0) yield { batch: updatesFor(so, added), events: from + added.length }
  }
  return { ...cast, negotiation: so.negotiations[0].id }
}

const isNegotiation = ({ type }) => type === 'NEGOTIATION'

function* inBatches(entries) {
  // A place may be named by the next: each level stands together, so batches are of one type.
  for (const type of new Set(entries.map((entry) => entry.type))) {
    const these = entries.filter((entry) => entry.type === type)
    for (let from = 0; from < these.length; from += BATCH) yield these.slice(from, from + BATCH)
  }
}

const dayOf = (so, number) => FIRST_DAY + Math.floor(((LAST_DAY - FIRST_DAY) / DAY_MS) * (number / so.events)) * DAY_MS
const dateAt = (day) => new Date(day).toISOString().slice(0, 10)

function sourceFor(so, number) {
  const id = so.newId()
  so.sources.push(id)
  const input = {
    title: `Report ${so.sources.length} on the ${MARKS.everywhere}`,
    publisher: `Daily ${so.chance.below(40)}`,
    kind: 'NEWS_ARTICLE',
    url: `https://example.org/reports/${so.sources.length}`,
    publishedOn: { edtf: dateAt(dayOf(so, number + EVENTS_PER.source) + DAY_MS) },
  }
  return { type: 'SOURCE', id, input }
}

/** One or two of the newest sources, with as many words quoted as in the sample. */
function citationsFor(so, shapes) {
  const used = new Set()
  return shapes.slice(0, 2).map(({ exact }) => {
    const sourceId = so.sources.at(-1 - used.size) ?? so.sources[0]
    used.add(sourceId)
    return exact === undefined ? { sourceId } : { sourceId, exact: prose(so.chance, exact.length) }
  })
}

function eventFor(so, number) {
  const { chance, cast } = so
  const shape = chance.of(EVENTS)
  const id = so.newId()
  const negotiationId = shape.negotiationId === undefined ? null : so.negotiations.at(-1).id
  if (negotiationId !== null) so.inNegotiation.push(id)
  so.eventIds.push(id)
  const earlier = () => so.eventIds[chance.below(number - DISTANCE)]
  const input = {
    title: `${prose(chance, shape.title.length - 12)}, ${marksOf(number, so.events)} ${number}`,
    summary: shape.summary === undefined ? null : prose(chance, shape.summary.length),
    ...{ type: shape.type, modes: shape.modes ?? [], contexts: shape.contexts ?? [], factuality: shape.factuality },
    date: { edtf: datedFrom(shape.date.edtf, dayOf(so, number)), inferred: shape.date.inferred ?? false },
    locationIds: [...new Set((shape.locationIds ?? []).map(() => chance.often(cast.places)))],
    participants: (shape.participants ?? []).map(({ role, actorId, description }) =>
      actorId === undefined ? { role, description } : { role, actorId: chance.often(cast.actors) },
    ),
    links: number <= DISTANCE ? [] : (shape.links ?? []).map(({ type }) => ({ type, eventId: earlier() })),
    partOfId: number <= DISTANCE || shape.partOfId === undefined ? null : earlier(),
    negotiationId,
    citations: citationsFor(so, shape.citations),
  }
  return { type: 'EVENT', id, input }
}

function statementsFor(so, added) {
  const { chance, cast } = so
  return added
    .filter((_, index) => index % EVENTS_PER.statement === 0)
    .map((event) => {
      const shape = chance.of(STATEMENTS)
      const input = {
        speakerId: chance.often(cast.actors),
        quoteType: 'INDIRECT',
        speechAct: shape.speechAct,
        content: `${prose(chance, shape.content.length)}, ${MARKS.everywhere}`,
        date: { edtf: event.input.date.edtf },
        topics: shape.topics ?? [],
        aboutEventIds: [event.id],
        negotiationId: event.input.negotiationId,
        citations: citationsFor(so, shape.citations),
      }
      return { type: 'STATEMENT', id: so.newId(), input }
    })
}

/** A negotiation between four states, and two proposals. */
function negotiationFor(so) {
  const id = so.newId()
  const parties = Array.from(
    { length: 4 },
    (_, at) => so.cast.states[(so.negotiations.length + at) % so.cast.states.length],
  )
  const proposals = [so.newId(), so.newId()]
  so.negotiations.push({ id, parties, proposals })
  so.inNegotiation = []
  const name = `Negotiation ${so.negotiations.length} on the ${MARKS.everywhere}`
  const roles = parties.map((organizationId) => ({ organizationId, role: 'PARTY' }))
  return [
    { type: 'NEGOTIATION', id, input: { name, stage: 'CEASEFIRE', parties: roles } },
    ...proposals.map((proposalId, at) => ({
      type: 'PROPOSAL',
      id: proposalId,
      input: { negotiationId: id, name: `Proposal ${at + 1} of ${name}` },
    })),
  ]
}

const POSITIONS = ['PROPOSES', 'ACCEPTS', 'UNDER_REVIEW', 'REJECTS', 'LEANS_ACCEPT', 'ACCEPTS_WITH_CONDITIONS']

/** As many steps of the newest negotiation as the sample has, twice: where the parties stand, shown by events. */
function updatesFor(so, added) {
  const { chance } = so
  const { id: negotiationId, parties, proposals } = so.negotiations.at(-1)
  return [...UPDATES, ...UPDATES].map((shape) => {
    const [partyId, proposalId] = [chance.of(parties), chance.of(proposals)]
    const input = {
      ...{ negotiationId, kind: 'POSITION_CHANGED', partyId, proposalId, position: chance.of(POSITIONS) },
      effectiveOn: { edtf: dateAt(dayOf(so, so.eventIds.length - added.length + chance.below(added.length))) },
      summary: `${prose(chance, shape.summary.length)}, ${MARKS.everywhere}`,
      evidenceEventIds: [chance.of(so.inNegotiation)],
    }
    return { type: 'NEGOTIATION_STATUS_UPDATE', id: so.newId(), input }
  })
}
