import { z } from 'zod'
import { MAX, id, list, optional, optionalDate, read, required, word } from '../record/input.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedFields } from '../source/citation.rules.ts'
import type { NegotiationRole, NegotiationStage } from './negotiation.type.ts'

const shape = z.object({
  ...citedFields,
  name: required(MAX.name),
  summary: optional(MAX.prose),
  conflict: optional(MAX.name),
  stage: word<NegotiationStage>(),
  parties: list(z.object({ organizationId: id(), role: word<NegotiationRole>() })),
  openedOn: optionalDate(),
  closedOn: optionalDate(),
})

/** A negotiation's own fields. */
export type NegotiationFields = z.output<typeof shape>

/** A negotiation from an input, or from a negotiation with an input laid over. @throws Refused */
export function readNegotiation(input: object): NegotiationFields {
  const own = read(shape, input)
  const { openedOn, closedOn } = own
  if (openedOn?.earliest != null && closedOn?.latest != null && closedOn.latest < openedOn.earliest) {
    throw new Refused([problem('INVALID_VALUE', ['closedOn'], 'A negotiation cannot end before it begins.')])
  }
  return own
}
