import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { certaintyOf } from '../board/standing.ts'
import { variablesOf } from '../board/filter.ts'
import { ComingDocument, type ComingQuery } from '../generated/graphql.ts'
import type { Made, Wanted } from './pages.ts'

type ComingPage = NonNullable<ComingQuery['negotiation']>
type ComingEvent = ComingPage['events']['nodes'][number]

/**
 * What is planned or possible, as iCalendar (RFC 5545); null when there is no such negotiation. What has no day on both sides is left out: a calendar cannot
 * say "soon".
 */
export async function calendarOf(wanted: Wanted): Promise<Made | null> {
  const { ask, id, filter } = wanted
  const { partyId, locationId, search, types } = variablesOf(filter)
  const events: ComingEvent[] = []
  let head: ComingPage | undefined
  let after: string | null | undefined = null
  while (after !== undefined) {
    const { negotiation }: ComingQuery = await ask(ComingDocument, { id, partyId, locationId, search, after })
    if (!negotiation) return null
    head = negotiation
    events.push(...negotiation.events.nodes)
    after = negotiation.events.pageInfo.hasNextPage ? (negotiation.events.pageInfo.endCursor ?? undefined) : undefined
  }
  if (!head) throw new Error('A calendar of no page cannot happen: the first is always read.')
  const kept = types?.includes('EVENT') === false ? [] : events
  return { negotiation: head, body: written(head.name, kept, wanted) }
}

function written(name: string, events: readonly ComingEvent[], { origin, site }: Wanted): string {
  const calendar = ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Parley', product: 'Board' },
  })
  for (const event of events) {
    const span = spanOf(event)
    if (!span) continue
    const certainty = certaintyOf(event)
    calendar.createEvent({
      ...span,
      id: event.id,
      stamp: new Date(event.updatedAt),
      summary: `${site.words.next.certainty[certainty]}: ${event.title}`,
      description: event.about ?? null,
      location: event.locations.map((place) => place.name).join(', ') || null,
      url: `${origin}/e/${String(event.number)}`,
      status:
        certainty === 'CONFIRMED' || certainty === 'ANNOUNCED' ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
    })
  }
  return calendar.toString()
}

const DAY_MS = 86_400_000

/** An instant, or whole days; null where a side is open. */
function spanOf({ date }: ComingEvent): { readonly start: Date; readonly end?: Date; readonly allDay: boolean } | null {
  if (date.earliest == null || date.latest == null) return null
  const start = new Date(date.earliest)
  if (date.precision === 'INSTANT') return { start, allDay: false }
  // The day after the last: an end is not part of what ends.
  return { start, end: new Date(Math.floor(Date.parse(date.latest) / DAY_MS) * DAY_MS + DAY_MS), allDay: true }
}
