import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { MutationPayload } from '../record/refusal.ts'
import { DateTimeScalar } from '../record/scalars.ts'
import { Role } from './role.ts'

@ObjectType({
  description: 'A token by which somebody is known. Its secret is shown once, when it is added.',
  simpleResolvers: true,
})
export class AccessToken {
  @Field(() => ID, { description: 'Short; what it is called by when it is revoked.' })
  readonly id!: string
  @Field(() => String, { description: 'The name that goes into the log. Several tokens may have the same.' })
  readonly name!: string
  @Field(() => Role, { description: 'What its bearer may do.' })
  readonly role!: Role
  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  readonly createdAt!: Date
  @Field(() => String, { description: 'The name of who added it.' })
  readonly createdBy!: string
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends by itself; null for never.' })
  readonly expiresAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it is not.' })
  readonly revokedAt!: Date | null
}

@InputType({ description: 'A new token.' })
export class AddAccessTokenInput {
  @Field(() => String, { description: 'The name that goes into the log, for ever: one line, at most 500 characters.' })
  readonly name!: string
  @Field(() => Role, { description: 'What its bearer may do. READER is of use where reading is not open.' })
  readonly role!: Role
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends by itself; without it never.' })
  readonly expiresAt?: Date | null
}

@InputType({ description: 'Which token is revoked.' })
export class RevokeAccessTokenInput {
  @Field(() => ID, {
    description:
      'Its id; or its name, when only one valid token has that. INVALID_VALUE when several have, with their ids.',
  })
  readonly idOrName!: string
}

@ObjectType({
  implements: MutationPayload,
  description:
    'What adding a token answers. cursor is always null: a token is no entry of the record, so it has no place in the log.',
  simpleResolvers: true,
})
export class AddAccessTokenPayload extends MutationPayload {
  @Field(() => AccessToken, { nullable: true, description: 'The token; null when it was refused.' })
  readonly accessToken!: AccessToken | null
  @Field(() => String, {
    nullable: true,
    description:
      'What its bearer sends, as Authorization: Bearer <secret>. Shown this once and kept nowhere; null when it was refused.',
  })
  readonly secret!: string | null
}

@ObjectType({
  implements: MutationPayload,
  description:
    'What revoking a token answers. cursor is always null: a token is no entry of the record, so it has no place in the log.',
  simpleResolvers: true,
})
export class RevokeAccessTokenPayload extends MutationPayload {
  @Field(() => AccessToken, { nullable: true, description: 'The token, revoked; null when it was refused.' })
  readonly accessToken!: AccessToken | null
}
