import { z } from 'zod'
import { countryCode } from '../record/country.ts'
import { identifiers } from '../record/identifier.ts'
import { MAX, list, number, optionalId, optionalWord, read, required, word } from '../record/input.ts'
import { citedFields } from '../source/citation.rules.ts'
import type { GeoResolution, LocationKind } from './location.type.ts'

const RESOLUTION: Readonly<Record<LocationKind, GeoResolution>> = {
  VENUE: 'SUB_CITY',
  CITY: 'CITY',
  REGION: 'PROVINCE',
  COUNTRY: 'COUNTRY',
  SEA: 'INTERNATIONAL',
  ONLINE: 'UNKNOWN',
  OTHER: 'UNKNOWN',
}

const shape = z
  .object({
    ...citedFields,
    name: required(MAX.name),
    aliases: list(required(MAX.name)),
    kind: word<LocationKind>(),
    countryCode: countryCode(),
    point: z.preprocess(
      (given) => given ?? null,
      z.object({ latitude: number(-90, 90), longitude: number(-180, 180) }).nullable(),
    ),
    resolution: optionalWord<GeoResolution>(),
    identifiers: identifiers(),
    partOfId: optionalId(),
  })
  .transform((own) => ({ ...own, resolution: own.resolution ?? RESOLUTION[own.kind] }))

/** A place's own fields. */
export type LocationFields = z.output<typeof shape>

/** A place from an input, or from a place with an input laid over. @throws Refused */
export function readLocation(input: object): LocationFields {
  return read(shape, input)
}
