import { GraphQLError } from 'graphql'
import { type Word, vocabulary } from '../record/vocabulary.ts'

export const Role = vocabulary('Role', 'What a caller may do.', {
  READER: 'Reads. Without a token, everyone.',
  EDITOR: 'Adds, updates, retracts; reads the texts that are for editors.',
  ADMIN: 'As EDITOR, and administers the service.',
})
export type Role = Word<typeof Role>

/** Who asks. name is null for readers without a token. */
export interface Viewer {
  readonly name: string | null
  readonly role: Role
  /** What tells this caller from all others, for idempotency keys; null without a token. Two tokens of one name are two callers. */
  readonly identity: string | null
  /** Whether the token has expired or been revoked since it was looked at. */
  readonly ended: () => boolean
}

/** Who calls without a token. */
export const READER: Viewer = { name: null, role: 'READER', identity: null, ended: () => false }

/** Least first: each may do what those before it may. */
const RANKS: readonly Role[] = ['READER', 'EDITOR', 'ADMIN']

/** Whether the viewer's role is this one or a higher one. */
export function holds({ role }: Viewer, least: Role): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf(least)
}

/** One who may do what was asked for. */
export interface Permitted {
  readonly name: string
  readonly identity: string
}

/**
 * The viewer's name and identity, when the role is this one or a higher one. The one check of permission: whatever is not for everyone calls it first.
 * @throws UNAUTHENTICATED without a token or when it has ended meanwhile, FORBIDDEN for a lower role
 */
export function permit(viewer: Viewer, least: 'EDITOR' | 'ADMIN'): Permitted {
  const { name, identity } = viewer
  if (name === null || identity === null)
    throw refusal('UNAUTHENTICATED', 'This needs a token: send Authorization: Bearer <token>.')
  // One request may hold many mutations, and a socket lives for days.
  if (viewer.ended()) throw refusal('UNAUTHENTICATED', 'This token has ended.')
  if (!holds(viewer, least))
    throw refusal('FORBIDDEN', `This needs the role ${least === 'ADMIN' ? 'ADMIN' : 'EDITOR or ADMIN'}.`)
  return { name, identity }
}

function refusal(code: 'UNAUTHENTICATED' | 'FORBIDDEN', message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
