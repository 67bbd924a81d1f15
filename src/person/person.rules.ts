import { z } from 'zod'
import { identifiers } from '../record/identifier.ts'
import { MAX, id, list, optional, optionalDate, read, required } from '../record/input.ts'
import { citedFields } from '../source/citation.rules.ts'

const shape = z.object({
  ...citedFields,
  name: required(MAX.name),
  aliases: list(required(MAX.name)),
  identifiers: identifiers(),
  memberships: list(
    z.object({ organizationId: id(), title: optional(MAX.name), since: optionalDate(), until: optionalDate() }),
  ),
})

/** A person's own fields. */
export type PersonFields = z.output<typeof shape>

/** A person from an input, or from a person with an input laid over. @throws Refused */
export function readPerson(input: object): PersonFields {
  return read(shape, input)
}
