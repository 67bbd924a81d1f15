import type { Direction, EntryType } from '../generated/graphql.ts'

/** The kinds of entries that a record shows, as the address names them. */
export const KINDS = ['statements', 'events', 'steps'] as const
/** One of them. */
export type RecordKind = (typeof KINDS)[number]

const TYPES: Readonly<Record<RecordKind, EntryType>> = {
  statements: 'STATEMENT',
  events: 'EVENT',
  steps: 'NEGOTIATION_STATUS_UPDATE',
}

/** Which way a record runs. */
export type Order = 'newest' | 'oldest'

/** What of the record a reader wants to see. It stands in the address, so that it can be sent on and gone back from. */
export interface Filter {
  /** None means all. */
  readonly kinds: readonly RecordKind[]
  readonly party: string | null
  readonly place: string | null
  readonly q: string
  /** What stands first. */
  readonly order: Order
  /** Where an older page begins; null for the newest. */
  readonly after: string | null
  /** The moment as of which the record is shown; null for now. The past is shown whole. */
  readonly asOf: string | null
}

/** Nothing left out, newest first. */
export const EVERYTHING: Filter = {
  kinds: [],
  party: null,
  place: null,
  q: '',
  order: 'newest',
  after: null,
  asOf: null,
}

/** The longest search that the record takes. */
const MAX_SEARCH = 1_000
const MAX_ID = 200

/** The filter that an address names; what it does not understand counts as not said. */
export function filterIn(query: URLSearchParams): Filter {
  const asOf = momentIn(query)
  const after = textIn(query, 'after')
  if (asOf !== null) return { ...EVERYTHING, after, asOf }
  const wanted = query.getAll('kind')
  return {
    kinds: KINDS.filter((kind) => wanted.includes(kind)),
    party: idIn(query, 'party'),
    place: idIn(query, 'place'),
    q: (query.get('q') ?? '').trim().slice(0, MAX_SEARCH),
    order: query.get('order') === 'oldest' ? 'oldest' : 'newest',
    after,
    asOf: null,
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/

/** A day means its end, UTC. What is neither a day nor a moment counts as not said. */
function momentIn(query: URLSearchParams): string | null {
  const text = query.get('asOf')?.trim() ?? ''
  const moment = DAY.test(text) ? `${text}T23:59:59.999Z` : MOMENT.test(text) ? text : null
  if (moment === null) return null
  const at = new Date(moment)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** What an address says under a name; null when it says nothing. */
export function textIn(query: URLSearchParams, name: string): string | null {
  const text = query.get(name) ?? ''
  return text === '' ? null : text
}

function idIn(query: URLSearchParams, name: string): string | null {
  const id = query.get(name)?.trim() ?? ''
  return id === '' || id.length > MAX_ID ? null : id
}

/** The address of a filter, to follow a path; empty when nothing is filtered. */
export function addressOf({ kinds, party, place, q, order, after, asOf }: Filter): string {
  const query = new URLSearchParams()
  for (const kind of kinds) query.append('kind', kind)
  if (party !== null) query.set('party', party)
  if (place !== null) query.set('place', place)
  if (q !== '') query.set('q', q)
  if (order !== 'newest') query.set('order', order)
  if (after !== null) query.set('after', after)
  if (asOf !== null) query.set('asOf', asOf)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Whether two filters show the same. */
export const sameFilter = (one: Filter, other: Filter): boolean => addressOf(one) === addressOf(other)

/** Whether anything is left out. */
export const isFiltered = ({ kinds, party, place, q }: Filter): boolean =>
  kinds.length > 0 || party !== null || place !== null || q !== ''

/** A filter as the operations take it. */
export function variablesOf({ kinds, party, place, q }: Filter): {
  readonly types: EntryType[] | null
  readonly partyId: string | null
  readonly locationId: string | null
  readonly search: string | null
} {
  const types = kinds.length === 0 ? null : kinds.map((kind) => TYPES[kind])
  return { types, partyId: party, locationId: place, search: q === '' ? null : q }
}

/** Which way a list runs under a filter. */
export const directionOf = ({ order }: Filter): Direction => (order === 'oldest' ? 'ASC' : 'DESC')
