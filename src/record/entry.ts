import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql'
import { connectionType } from './page.ts'
import { DateTimeScalar } from './scalars.ts'
import { type Word, vocabulary } from './vocabulary.ts'

export const EntryType = vocabulary('EntryType', 'The kinds of entries.', {
  PERSON: 'Person.',
  ORGANIZATION: 'Organization.',
  LOCATION: 'Location.',
  SOURCE: 'Source.',
  NEGOTIATION: 'Negotiation.',
  PROPOSAL: 'Proposal.',
  EVENT: 'Event.',
  STATEMENT: 'Statement.',
  NEGOTIATION_STATUS_UPDATE: 'NegotiationStatusUpdate.',
})
export type EntryType = Word<typeof EntryType>

export const Verification = vocabulary('Verification', 'How far the record stands behind an entry.', {
  UNVERIFIED: 'As its sources give it; nobody has checked further.',
  CORROBORATED: 'Independent sources agree.',
  CONFIRMED: 'Confirmed by those concerned or by a document.',
  DISPUTED: 'Contradicted by a source or a party.',
})
export type Verification = Word<typeof Verification>

/** The sequence of the log as of which something is rendered; null for now. It is handed down to all that is reached below. */
export type AsOf = number | null

@InterfaceType({ description: 'Whatever has an id of its own.', resolveType: nameOfType })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, unique over all types, stable for ever.' })
  readonly id!: string
}

@ObjectType({ description: 'That an entry was withdrawn, by whom, and why.', simpleResolvers: true })
export class Retraction {
  @Field(() => DateTimeScalar, { description: 'When.' })
  readonly at!: string
  @Field(() => String, { description: 'The name of the editor.' })
  readonly editor!: string
  @Field(() => String, { description: 'Why, in the words of the editor.' })
  readonly reason!: string
}

/** What every entry has. Its data is a snapshot from the log, so it is the same now and in the past. */
@InterfaceType({
  implements: Node,
  description: 'Versioned, cited, correctable, never deleted.',
  resolveType: nameOfType,
})
export abstract class Entry extends Node {
  /** Which type it is; `__typename` for clients. */
  readonly entryType!: EntryType
  /** As of which sequence it is rendered. */
  readonly asOf!: AsOf

  @Field(() => Int, { description: 'Short and stable, for people: the sequence of the change that added it.' })
  readonly number!: number
  @Field(() => Int, { description: '1 when added; plus one with each change. Send it back as expectedVersion.' })
  readonly version!: number
  @Field(() => DateTimeScalar, { description: 'When the record first held it.' })
  readonly recordedAt!: string
  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  readonly updatedAt!: string
  @Field(() => Verification, { description: 'How far the record stands behind it.' })
  readonly verification!: Verification
  @Field(() => Retraction, {
    nullable: true,
    description:
      'Set when the entry was withdrawn. It stays readable by id and in its history; lists leave it out unless asked. Null while it stands.',
  })
  readonly retraction!: Retraction | null
}

const TYPE_NAMES: ReadonlyMap<EntryType, string> = new Map(
  Object.values(EntryType).map((type) => [
    type,
    type.replace(/(^|_)([A-Z]+)/g, (_, __, word: string) => word.charAt(0) + word.slice(1).toLowerCase()),
  ]),
)

/** The name of an entry's type in the schema: NEGOTIATION_STATUS_UPDATE is NegotiationStatusUpdate. */
export function nameOfType(entry: { readonly entryType: EntryType }): string {
  return TYPE_NAMES.get(entry.entryType) ?? entry.entryType
}

/** Values of an entry that lead to other entries, rendered as of the same moment as the entry. */
export function asOfSame<Value extends object>(
  parent: { readonly asOf: AsOf },
  values: readonly Value[],
): (Value & { readonly asOf: AsOf })[] {
  return values.map((value) => ({ ...value, asOf: parent.asOf }))
}

// Fields that hold ids, where cutting off "Id" or "Ids" does not give the name of the field in the schema.
const PLURALS: Readonly<Record<string, string>> = { viaIds: 'via', jointWithIds: 'jointWith' }

/** The name in the schema of a field of an entry: partOfId is partOf, locationIds is locations. */
export function fieldName(own: string): string {
  return (
    PLURALS[own] ??
    own
      .replace(/Ids$/, 's')
      .replace(/Id$/, '')
      .replace(/^textDigest$/, 'text')
  )
}

/** Pages of entries of several types. */
export const EntryConnection = connectionType('Entry', () => Entry)
