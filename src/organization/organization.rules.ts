import { z } from 'zod'
import { countryCode } from '../record/country.ts'
import { identifiers } from '../record/identifier.ts'
import { MAX, list, optionalId, read, required, word } from '../record/input.ts'
import { citedFields } from '../source/citation.rules.ts'
import type { OrganizationKind } from './organization.type.ts'

const shape = z.object({
  ...citedFields,
  name: required(MAX.name),
  aliases: list(required(MAX.name)),
  kind: word<OrganizationKind>(),
  countryCode: countryCode(),
  identifiers: identifiers(),
  partOfId: optionalId(),
})

/** An organisation's own fields. */
export type OrganizationFields = z.output<typeof shape>

/** An organisation from an input, or from an organisation with an input laid over. @throws Refused */
export function readOrganization(input: object): OrganizationFields {
  return read(shape, input)
}
