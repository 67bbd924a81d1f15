import { z } from 'zod'
import { orderedAt } from '../record/date.ts'
import { MAX, date, id, list, optionalId, optionalWord, read, required, word } from '../record/input.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { citedFields } from '../source/citation.rules.ts'
import type { Position, ProposalStatus, StatusUpdateKind } from './status.words.ts'

const shape = z.object({
  ...citedFields,
  negotiationId: id(),
  kind: word<StatusUpdateKind>(),
  effectiveOn: date(),
  summary: required(MAX.prose),
  partyId: optionalId(),
  countsForId: optionalId(),
  personId: optionalId(),
  proposalId: optionalId(),
  position: optionalWord<Position>(),
  proposalStatus: optionalWord<ProposalStatus>(),
  evidenceStatementIds: list(id()),
  evidenceEventIds: list(id()),
  correctsId: optionalId(),
})

/** A status update's own fields. countsForId is the party of the negotiation for which it counts: partyId's, or the one that is part of. */
export type StatusFields = z.output<typeof shape>

/** A status update from an input. @throws Refused */
export function readStatus(input: object): StatusFields {
  const own = read(shape, input)
  if (own.evidenceStatementIds.length + own.evidenceEventIds.length === 0 && own.correctsId === null) {
    throw new Refused([
      problem(
        'EVIDENCE_REQUIRED',
        ['evidenceStatementIds'],
        'At least one statement or event that shows it is needed, here or in evidenceEventIds.',
      ),
    ])
  }
  return own
}

const DAY_MS = 86_400_000

/** A problem when the update is dated more than a day ahead of `now`. So no answer ever depends on the clock: all updates count. */
export function datedAhead({ effectiveOn }: StatusFields, now: Date): UserError[] {
  const when = orderedAt(effectiveOn)
  if (when === null || Date.parse(when) <= now.getTime() + DAY_MS) return []
  return [
    problem(
      'INVALID_VALUE',
      ['effectiveOn'],
      'A status update says what is the case, so it cannot be dated more than a day ahead. What is planned is an event.',
    ),
  ]
}
