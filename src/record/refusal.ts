import { Field, InterfaceType, ObjectType } from 'type-graphql'
import { CursorScalar } from './scalars.ts'
import { type Word, vocabulary } from './vocabulary.ts'

export const UserErrorCode = vocabulary('UserErrorCode', 'What is wrong with an input.', {
  REQUIRED: 'A value that must be given is missing, null or blank.',
  INVALID_VALUE: 'The value is not of the form, or contradicts the rest of the record.',
  TOO_LONG: 'Text or list is longer than allowed.',
  NOT_FOUND: 'No such entry, an entry of another type, or one that is retracted.',
  DUPLICATE: 'The record holds this already; the payload shows where.',
  VERSION_CONFLICT: 'Someone was faster; the payload holds the entry as it is now.',
  ALREADY_RETRACTED: 'The entry is retracted.',
  NOT_RETRACTED: 'The entry is not retracted, so there is nothing to reinstate.',
  CITATION_REQUIRED: 'Events and statements need at least one citation.',
  QUOTE_NOT_IN_SOURCE: 'The words do not stand in the stored text of the source, or not there.',
  EVIDENCE_REQUIRED: 'A status update needs at least one statement or event as evidence, unless it corrects another.',
  IDEMPOTENCY_KEY_REUSED: 'The key was used with another input.',
})
export type UserErrorCode = Word<typeof UserErrorCode>

@ObjectType({ description: 'A problem that the caller can fix.', simpleResolvers: true })
export class UserError {
  @Field(() => UserErrorCode, { description: 'For programs: which kind of problem.' })
  readonly code!: UserErrorCode
  @Field(() => String, { description: 'For people: a sentence that names the field and says what would be right.' })
  readonly message!: string
  @Field(() => [String], { description: 'Leads to the input field: [input, quotes, 0, exact].' })
  readonly path!: readonly string[]
}

@InterfaceType({
  description:
    'What every mutation answers: the entry under its own name, the problems if it was refused, and where the change stands in the log.',
  resolveType: () => null,
})
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'Empty when the mutation was carried out; otherwise nothing was written.' })
  readonly errors!: readonly UserError[]
  @Field(() => CursorScalar, {
    nullable: true,
    description:
      'The place of the change in the log: a client that sees this cursor in its subscription knows that its own write has arrived. Null when it was refused; the head of the log when there was nothing to change.',
  })
  readonly cursor!: string | null
}

/** Thrown where a rule lives; nothing of the mutation is written. The doors answer with the problems as data. */
export class Refused extends Error {
  readonly problems: readonly UserError[]
  /** The entry to show beside the problems: the one that was faster, or the one that the record holds already. */
  readonly entryId: string | null
  /** Of several changes: the id of the entry whose change is refused. */
  readonly of: string | null

  constructor(problems: readonly UserError[], entryId: string | null = null, of: string | null = null) {
    super(problems.map((problem) => `${problem.code} ${problem.path.join('.')}: ${problem.message}`).join('\n'))
    this.problems = problems
    this.entryId = entryId
    this.of = of
  }
}

/** A problem at a field of the input; the path is given below `input`. */
export function problem(code: UserErrorCode, path: readonly (string | number)[], message: string): UserError {
  return { code, message, path: ['input', ...path.map(String)] }
}
