import { z } from 'zod'
import { Role } from '../access/role.ts'
import { expiryOf } from '../access/token.rules.ts'
import { type AccessToken, type Tokens, isLive } from '../access/tokens.ts'
import type { Reader } from '../db/database.ts'
import { redact } from '../entry/redaction.store.ts'
import type { Log } from '../live/log.ts'
import { verifyLog } from '../live/verify.ts'
import { Refused } from '../record/refusal.ts'
import { Declined, type ListedToken, type OrderName, type Orders, type Tell } from './orders.ts'

/** What orders work with: the open record, of this process or of the service that holds it. */
export interface Means {
  readonly reader: Reader
  /** Opened when it is asked for: to look at a log that lies elsewhere than it was is no reason to give it a new epoch. */
  readonly log: () => Promise<Log>
  readonly tokens: Tokens
}

type Work<Name extends OrderName> = (request: unknown, means: Means, tell: Tell) => Promise<Orders[Name]['answer']>

/** Who does what is ordered, in the log and in lists: whoever can reach the record in this way. */
const OPERATOR = 'operator'

const WORK: { readonly [Name in OrderName]: Work<Name> } = {
  'token-add': work<'token-add'>(
    z.object({ name: z.string(), role: z.enum(Role), expires: z.string().nullable() }),
    async ({ name, role, expires }, { tokens }) => {
      const expiresAt = expires === null ? null : expiryOf(expires, new Date())
      const { token, secret } = await tokens.add({ name, role, expiresAt }, OPERATOR)
      return { ...listed(token), secret }
    },
  ),
  'token-list': work<'token-list'>(z.object({}), async (_request, { tokens }) => (await tokens.list()).map(listed)),
  'token-revoke': work<'token-revoke'>(z.object({ idOrName: z.string() }), async ({ idOrName }, { tokens }) =>
    listed(await tokens.revoke(idOrName, OPERATOR)),
  ),
  verify: work<'verify'>(
    z.object({ expected: z.string().nullable() }),
    async ({ expected }, { reader }, onProgress) => {
      const startedAt = performance.now()
      const verified = await verifyLog(reader, { expected, onProgress })
      return { ...verified, ms: Math.round(performance.now() - startedAt) }
    },
  ),
  redact: work<'redact'>(
    z.object({ id: z.string(), fields: z.array(z.string()).nullable(), reason: z.string() }),
    async (redaction, { log }) => ({ sequence: await redact(await log(), redaction, OPERATOR) }),
  ),
}

/** Commands of our version send what is taken; whoever may open the socket may send anything. */
function work<Name extends OrderName>(
  taken: z.ZodType<Orders[Name]['request']>,
  run: (request: Orders[Name]['request'], means: Means, tell: Tell) => ReturnType<Work<Name>>,
): Work<Name> {
  return async (request, means, tell) => {
    const { data, error } = taken.safeParse(request)
    if (error) throw new Declined(z.prettifyError(error))
    return await run(data, means, tell)
  }
}

/** The answer to an order, whose name and request come from outside. @throws Declined when there is no such order, or it cannot be done */
export async function carryOut(name: string, request: unknown, means: Means, tell: Tell): Promise<unknown> {
  if (!isOrder(name)) throw new Declined(`There is no order ${name}.`)
  try {
    return await WORK[name](request, means, tell)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Declined(error.problems.map(({ message }) => message).join('\n'), { cause: error })
  }
}

const isOrder = (name: string): name is OrderName => Object.hasOwn(WORK, name)

function listed(token: AccessToken): ListedToken {
  const { createdAt, expiresAt, revokedAt } = token
  return {
    ...token,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    state: revokedAt ? 'revoked' : isLive(token, Date.now()) ? 'valid' : 'expired',
  }
}
