import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { Entry, EntryType } from '../record/entry.ts'
import { connectionType } from '../record/page.ts'
import { CursorScalar, DateTimeScalar } from '../record/scalars.ts'
import { ChangeKind } from './draft.ts'

@ObjectType({
  description: 'One committed change. Immutable, save that a redaction blanks words of its entry.',
  simpleResolvers: true,
})
export class Change {
  @Field(() => CursorScalar, { description: 'Its place in the log.' })
  readonly cursor!: string
  @Field(() => Int, { description: '1, 2, 3, … with no hole, in the order of commits.' })
  readonly sequence!: number
  @Field(() => DateTimeScalar, { description: 'When it was committed; never earlier than the change before.' })
  readonly at!: Date
  @Field(() => ChangeKind, { description: 'What was done.' })
  readonly kind!: ChangeKind
  @Field(() => String, { description: 'The name of the editor who made it.' })
  readonly editor!: string
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the words of the editor. Null when no reason was given.',
  })
  readonly reason!: string | null
  @Field(() => [String], {
    description: 'Names of the fields that differ from before; of a new entry, of those that hold something.',
  })
  readonly changedFields!: readonly string[]
  @Field(() => EntryType, { description: 'The type of its entry.' })
  readonly entryType!: EntryType
  @Field(() => Entry, {
    description: 'The entry as it stood right after this change, and what is reached below it likewise.',
  })
  readonly entry!: Entry
}

@ObjectType({
  description:
    'What a subscription delivers, in the order of the log. previousCursor is where this item goes on from: the item delivered before on this stream; for the first, the cursor asked for with after, else the head of the log when the stream began. So a client can prove that nothing is missing, filter or not.',
  simpleResolvers: true,
})
export class FeedItem {
  @Field(() => CursorScalar, {
    description: 'Up to here everything that matches has been delivered; send it back as after.',
  })
  readonly cursor!: string
  @Field(() => CursorScalar, { description: 'Where this item goes on from.' })
  readonly previousCursor!: string
  @Field(() => Change, {
    nullable: true,
    description:
      'Null on a checkpoint: nothing matched up to this cursor. Only streams asked for with checkpoints: true have them, at least every 15 s.',
  })
  readonly change!: Change | null
}

@ObjectType({ description: 'A page of the log.', simpleResolvers: true })
export class ChangePage {
  @Field(() => [Change], { description: 'In the order of the log.' })
  readonly changes!: readonly Change[]
  @Field(() => CursorScalar, {
    description: 'Read up to here, whether or not anything matched; go on from it with after, or with before and last.',
  })
  readonly cursor!: string
  @Field(() => Boolean, { description: 'More matches in the direction of reading.' })
  readonly hasMore!: boolean
}

@InputType({
  description:
    'Which changes. All given fields must hold; a list means any of it. A filter that names an entry which does not exist matches nothing in a query and is BAD_USER_INPUT in a subscription.',
})
export class ChangeFilter {
  @Field(() => [EntryType], { nullable: true, description: 'Of entries of these types.' })
  readonly entryType?: readonly EntryType[] | null
  @Field(() => ID, { nullable: true, description: 'Of this entry.' })
  readonly entryId?: string | null
  @Field(() => ID, {
    nullable: true,
    description:
      'Of this negotiation and of its proposals, status updates, events and statements. An entry that moves shows in both.',
  })
  readonly negotiationId?: string | null
  @Field(() => [ChangeKind], { nullable: true, description: 'Of these kinds.' })
  readonly kind?: readonly ChangeKind[] | null
}

/** Pages of changes, as in Entry.history. */
export const ChangeConnection = connectionType('Change', () => Change)

@ArgsType()
export class LogPageArgs {
  @Field(() => CursorScalar, { nullable: true, description: 'What comes after this position.' })
  readonly after?: string | null
  @Field(() => Int, {
    nullable: true,
    description: 'How many from there on, 1 to 100; 100 when neither first nor last is given.',
  })
  readonly first?: number | null
  @Field(() => CursorScalar, { nullable: true, description: 'What stands before this position.' })
  readonly before?: string | null
  @Field(() => Int, { nullable: true, description: 'The newest, 1 to 100. Not together with first.' })
  readonly last?: number | null
}

@ArgsType()
export class FeedArgs {
  @Field(() => CursorScalar, {
    nullable: true,
    description: 'First everything since this position, then live; without it, from now on.',
  })
  readonly after?: string | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Also send items without a change, at least every 15 s while nothing matches, so that the resume point moves on.',
  })
  readonly checkpoints?: boolean | null
}
