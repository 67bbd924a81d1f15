import { Ctx, Extensions, Field, FieldResolver, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { Role } from '../access/role.ts'
import { OF_THE_CALLER } from '../record/caller.ts'
import { CursorScalar } from '../record/scalars.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import type { Context } from './context.ts'

export const DatabaseKind = vocabulary('DatabaseKind', 'What keeps the record.', {
  EMBEDDED: 'PostgreSQL inside the process, in a folder.',
  POSTGRESQL: 'A PostgreSQL server.',
})
export type DatabaseKind = Word<typeof DatabaseKind>

@ObjectType({ description: 'Who asks.', simpleResolvers: true })
export class Viewer {
  @Field(() => String, { nullable: true, description: 'The name that goes into the log; null without a token.' })
  readonly name!: string | null
  @Field(() => Role, { description: 'What the caller may do.' })
  readonly role!: Role
}

@ObjectType({ description: 'The service itself.', simpleResolvers: true })
export class Service {
  @Field(() => String, { description: 'Its version.' })
  readonly version!: string
  @Field(() => DatabaseKind, { description: 'What keeps the record.' })
  readonly database!: DatabaseKind
}

@ObjectType({
  description:
    'Where the log ends. Its hash follows from every line so far: whoever keeps it can prove later that none of them was rewritten since.',
  simpleResolvers: true,
})
export class LogHead {
  @Field(() => Int, { description: 'The sequence of the newest change; 0 before the first.' })
  readonly sequence!: number
  @Field(() => String, { description: 'SHA-256 of that line and, with it, of all before: 64 hexadecimal digits.' })
  readonly hash!: string
  @Field(() => String, { description: 'Both as <sequence>:<hash>, for parley verify --expect.' })
  readonly text!: string
}

@Resolver(() => Service)
export class ServiceResolver {
  @Extensions(OF_THE_CALLER)
  @Query(() => Viewer, { description: 'Who asks.' })
  viewer(@Ctx() ctx: Context): Viewer {
    return ctx.viewer
  }

  @Query(() => Service, { description: 'The service itself.' })
  service(@Ctx() ctx: Context): Service {
    return ctx.service
  }

  @FieldResolver(() => CursorScalar, {
    description:
      'The newest change of the log as the query began: all else that the query shows is at least as new. Ask for it in the same query as a page, then subscribe after it.',
  })
  headCursor(@Ctx() ctx: Context): string {
    return ctx.log.cursorAt(ctx.head)
  }

  @FieldResolver(() => LogHead, { description: 'Where the log ends, with the hash that proves what led there.' })
  logHead(@Ctx() ctx: Context): Promise<LogHead> {
    return ctx.log.end()
  }
}
