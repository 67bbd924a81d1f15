import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fold } from '../record/fold.ts'
import { identifiers } from '../record/identifier.ts'
import {
  MAX,
  date,
  id,
  list,
  optional,
  optionalFlag,
  optionalId,
  optionalNumber,
  optionalWord,
  read,
  required,
  word,
} from '../record/input.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { citedFields, requireCitation } from '../source/citation.rules.ts'
import type { EventLinkType, EventType, Factuality, Measure, ParticipantRole } from './event.words.ts'

const MAX_COUNT = 2_147_483_647
const count = () => optionalNumber(0, MAX_COUNT)

const participation = z
  .object({
    actorId: optionalId(),
    role: word<ParticipantRole>(),
    onBehalfOfId: optionalId(),
    description: optional(MAX.name),
    identified: optionalFlag(),
  })
  .transform((given) => ({ ...given, identified: given.identified ?? given.actorId !== null }))

const shape = z.object({
  ...citedFields,
  title: required(MAX.name),
  summary: optional(MAX.prose),
  type: optionalWord<EventType>(),
  modes: list(required(MAX.name)),
  contexts: list(required(MAX.name)),
  factuality: word<Factuality>(),
  date: date(),
  locationIds: list(id()),
  participants: list(participation),
  links: list(z.object({ type: word<EventLinkType>(), eventId: id(), note: optional(MAX.name) })),
  partOfId: optionalId(),
  outcome: optional(MAX.prose),
  figures: list(
    z.object({
      measure: word<Measure>(),
      best: count(),
      low: count(),
      high: count(),
      asReported: optional(MAX.name),
      attributedToId: optionalId(),
    }),
  ),
  negotiationId: optionalId(),
  proposalId: optionalId(),
  identifiers: identifiers(),
})

/** An event's own fields. */
export type EventFields = z.output<typeof shape>

/** An event from an input, or from an event with an input laid over. @throws Refused */
export function readEvent(input: object): EventFields {
  const own = read(shape, input)
  const problems = [...requireCitation(own.citations), ...participantProblems(own), ...figureProblems(own)]
  if (problems.length > 0) throw new Refused(problems)
  return own
}

function participantProblems({ participants }: EventFields): UserError[] {
  return participants.flatMap(({ actorId, description, identified }, index) => {
    if (actorId === null && description === null)
      return [problem('REQUIRED', ['participants', index, 'description'], 'Without an actor, say here who is meant.')]
    if (actorId === null && identified)
      return [
        problem('INVALID_VALUE', ['participants', index, 'identified'], 'Without an actor, nobody is identified.'),
      ]
    return []
  })
}

function figureProblems({ figures }: EventFields): UserError[] {
  return figures.flatMap(({ best, low, high }, index) => {
    const given = [low, best, high].filter((each) => each !== null)
    if (given.length === 0)
      return [problem('REQUIRED', ['figures', index, 'best'], 'At least one of best, low and high is needed.')]
    if (given.some((each, place) => place > 0 && each < (given[place - 1] ?? each))) {
      return [problem('INVALID_VALUE', ['figures', index], 'low, best and high must not decrease in this order.')]
    }
    return []
  })
}

const DAY_MS = 86_400_000

/**
 * A problem when an event that occurred is dated after all of its sources, a day of grace for time zones included. `latest` are the last instants
 * at which the sources can have been published; null where that is not known, and then nothing can be said.
 */
export function datedAfterSources(
  { factuality, date: when }: EventFields,
  latest: readonly (Date | null)[],
): UserError[] {
  if (factuality !== 'OCCURRED' || when.earliest === null || latest.length === 0) return []
  const newest = Math.max(...latest.map((each) => each?.getTime() ?? Infinity))
  if (Date.parse(when.earliest) <= newest + DAY_MS) return []
  return [
    problem(
      'INVALID_VALUE',
      ['date'],
      'The event is dated after all of its sources, so it cannot have occurred yet; PLANNED or POSSIBLE events may be.',
    ),
  ]
}

/** Equal for events that are the same: type, title without case and accents, period, places, participants and cited sources. */
export function fingerprintOf({ type, title, date: when, locationIds, participants, citations }: EventFields): string {
  const sorted = (ids: readonly (string | null)[]) => [...new Set(ids)].sort()
  const parts = [
    type,
    fold(title),
    when.earliest,
    when.latest,
    sorted(locationIds),
    sorted(participants.map((participant) => participant.actorId)),
    sorted(citations.map((citation) => citation.sourceId)),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
