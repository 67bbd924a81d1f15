import { Field, InputType, ObjectType } from 'type-graphql'
import { z } from 'zod'
import { MAX, list, required } from './input.ts'

@ObjectType({
  description: 'An id elsewhere, e.g. wikidata Q22686, geonames 105343, ucdp-ged 412700.',
  simpleResolvers: true,
})
export class Identifier {
  @Field(() => String, { description: 'Who gave the id: wikidata, geonames, iso-3166-1-alpha-3.' })
  readonly scheme!: string
  @Field(() => String, { description: 'The id there.' })
  readonly value!: string
}

@InputType({ description: 'An id elsewhere. In a filter: exactly this one.' })
export class IdentifierInput {
  @Field(() => String, { description: 'Who gave the id, at most 500 characters.' })
  readonly scheme!: string
  @Field(() => String, { description: 'The id there, at most 500 characters.' })
  readonly value!: string
}

/** Identifiers in an input. */
export const identifiers = () => list(z.object({ scheme: required(MAX.name), value: required(MAX.name) }))
