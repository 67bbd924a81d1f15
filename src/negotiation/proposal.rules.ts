import { z } from 'zod'
import { MAX, id, optional, optionalId, optionalNumber, optionalWord, read, required } from '../record/input.ts'
import { citedFields } from '../source/citation.rules.ts'
import type { CeasefireClass } from './proposal.type.ts'

const shape = z.object({
  ...citedFields,
  negotiationId: id(),
  name: required(MAX.name),
  summary: optional(MAX.prose),
  durationDays: optionalNumber(1, 100_000),
  ceasefireClass: optionalWord<CeasefireClass>(),
  partOfId: optionalId(),
  revisionOfId: optionalId(),
})

/** A proposal's own fields. */
export type ProposalFields = z.output<typeof shape>

/** A proposal from an input, or from a proposal with an input laid over. @throws Refused */
export function readProposal(input: object): ProposalFields {
  return read(shape, input)
}
