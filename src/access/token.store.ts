import { Refused } from '../record/refusal.ts'
import { type Viewer, permit } from './role.ts'
import type {
  AccessToken,
  AddAccessTokenInput,
  AddAccessTokenPayload,
  RevokeAccessTokenInput,
  RevokeAccessTokenPayload,
} from './token.type.ts'
import type { Tokens } from './tokens.ts'

/** What administering tokens needs of an operation's context. */
export interface Administered {
  readonly viewer: Viewer
  readonly tokens: Tokens
}

/** All tokens, oldest first. @throws FORBIDDEN for all but administrators */
export async function findTokens({ viewer, tokens }: Administered): Promise<readonly AccessToken[]> {
  permit(viewer, 'ADMIN')
  return tokens.list()
}

/** Adds a token. @throws FORBIDDEN for all but administrators */
export async function addToken(
  { viewer, tokens }: Administered,
  { name, role, expiresAt = null }: AddAccessTokenInput,
): Promise<AddAccessTokenPayload> {
  const { name: by } = permit(viewer, 'ADMIN')
  try {
    const { token, secret } = await tokens.add({ name, role, expiresAt }, by)
    return { accessToken: token, secret, errors: [], cursor: null }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { accessToken: null, secret: null, errors: error.problems, cursor: null }
  }
}

/** Revokes a token. @throws FORBIDDEN for all but administrators */
export async function revokeToken(
  { viewer, tokens }: Administered,
  { idOrName }: RevokeAccessTokenInput,
): Promise<RevokeAccessTokenPayload> {
  const { name: by } = permit(viewer, 'ADMIN')
  try {
    return { accessToken: await tokens.revoke(idOrName, by), errors: [], cursor: null }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { accessToken: null, errors: error.problems, cursor: null }
  }
}
