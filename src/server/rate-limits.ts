import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { ConfigurationError } from '../db/errors.mjs'

/** How much one client may ask for within a minute. */
export interface RateLimitOptions {
  readonly rateLimit: boolean
  readonly rateLimitCostPerMinute: number
  readonly rateLimitMutationsPerMinute: number
  readonly rateLimitConnectionsPerMinute: number
  /** Where several processes count together; undefined: each for itself. */
  readonly rateLimitRedisUrl: string | undefined
}

type Counted = 'cost' | 'mutations' | 'connections'
type Limiters = Readonly<Record<Counted, RateLimiterAbstract>>

/** What was asked for, and by whom it is counted. */
export interface Taken {
  /** The token, or without one the address. */
  readonly client: string
  readonly cost: number
  readonly mutations: number
}

/** Where clients are counted. */
interface Counting {
  readonly limiters: Limiters
  readonly close: () => void
}

const WINDOW_S = 60
/** Tokens of ours are too long to be guessed; those that are set from outside may be short. */
const GUESSES = 100
/** A server that does not answer must not hold up every request. */
const ANSWER_WITHIN_MS = 500
const CONNECT_WITHIN_MS = 15_000
const WORDS = {
  cost: 'The operations of this client cost too much for one minute',
  mutations: 'This client sent too many mutations for one minute',
  connections: 'This address opened too many connections for one minute',
  guesses: 'This address sent too many tokens that are not valid',
}

/**
 * Counts what each client takes within a minute from its first request: the cost of operations, mutations, and connections that stay open. In
 * memory, or in Redis for several processes; while Redis is away each process counts for itself.
 */
export class RateLimits {
  /** Null when nothing is limited. */
  readonly #counting: Counting | null
  readonly #guesses = new RateLimiterMemory({ points: GUESSES, duration: WINDOW_S })

  private constructor(counting: Counting | null) {
    this.#counting = counting
  }

  /** Opens them. @throws ConfigurationError when Redis is asked for and does not answer */
  static async open(options: RateLimitOptions, log: Logger): Promise<RateLimits> {
    if (!options.rateLimit) return new RateLimits(null)
    const memory = each(options, (limit) => new RateLimiterMemory(limit))
    const url = options.rateLimitRedisUrl
    if (url === undefined) return new RateLimits({ limiters: memory, close: () => undefined })
    return new RateLimits(await countInRedis(url, options, memory, log))
  }

  /** Counts an operation. @throws RATE_LIMITED, with the seconds after which to try again */
  async take({ client, cost, mutations }: Taken): Promise<void> {
    if (!this.#counting) return
    const { cost: costs, mutations: sent } = this.#counting.limiters
    const waits = await Promise.all([
      waitOf(costs, client, Math.max(1, cost)).then((wait) => ({ what: 'cost' as const, wait })),
      waitOf(sent, client, mutations).then((wait) => ({ what: 'mutations' as const, wait })),
    ])
    for (const { what, wait } of waits) if (wait !== null) throw rateLimited(what, wait)
  }

  /** Counts a connection that is to stay open; why it is refused, or null. */
  async connection(address: string): Promise<GraphQLError | null> {
    const wait = this.#counting && (await waitOf(this.#counting.limiters.connections, address, 1))
    return wait === null ? null : rateLimited('connections', wait)
  }

  /** Lets an address try a token. @throws RATE_LIMITED when it has sent too many that were not valid */
  async guess(address: string): Promise<void> {
    const guessed = this.#counting && (await this.#guesses.get(address))
    if (guessed && guessed.consumedPoints >= GUESSES) throw rateLimited('guesses', guessed.msBeforeNext)
  }

  /** Counts a token that was not valid. */
  async guessedWrong(address: string): Promise<void> {
    if (this.#counting) await waitOf(this.#guesses, address, 1)
  }

  /** Leaves Redis. */
  close(): Promise<void> {
    this.#counting?.close()
    return Promise.resolve()
  }
}

function each<Limiter>(
  options: RateLimitOptions,
  make: (limit: { points: number; duration: number; keyPrefix: string }, of: Counted) => Limiter,
): Record<Counted, Limiter> {
  const limit = (points: number, of: Counted) => make({ points, duration: WINDOW_S, keyPrefix: `parley:${of}` }, of)
  return {
    cost: limit(options.rateLimitCostPerMinute, 'cost'),
    mutations: limit(options.rateLimitMutationsPerMinute, 'mutations'),
    connections: limit(options.rateLimitConnectionsPerMinute, 'connections'),
  }
}

async function countInRedis(url: string, options: RateLimitOptions, memory: Limiters, log: Logger): Promise<Counting> {
  // Here alone, since most have no Redis, and loading its client takes time and memory at every start.
  const { createClient } = await import('@redis/client')
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: ANSWER_WITHIN_MS },
    socket: { connectTimeout: CONNECT_WITHIN_MS },
  })
  let away = true
  const first = new Promise<never>((_resolve, reject) => client.once('error', reject))
  client.on('error', (error: unknown) => {
    if (!away) log.warn({ err: error }, 'Redis is away: each process counts its clients for itself')
    away = true
  })
  client.on('ready', () => {
    log.info('Clients are counted in Redis')
    away = false
  })
  try {
    // Its own promise would wait for ever: it goes on trying.
    await Promise.race([client.connect(), first])
  } catch (error) {
    client.destroy()
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(`The server of RATE_LIMIT_REDIS_URL does not answer: ${reason}.`, { cause: error })
  }
  const limiters = each(
    options,
    (limit, of) =>
      new RateLimiterRedis({ ...limit, storeClient: client, useRedisPackage: true, insuranceLimiter: memory[of] }),
  )
  return { limiters, close: () => client.destroy() }
}

/** How long the client has to wait, in ms; null when what it takes is within its limit. */
async function waitOf(limiter: RateLimiterAbstract, client: string, points: number): Promise<number | null> {
  if (points === 0) return null
  try {
    await limiter.consume(client, points)
    return null
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext
    throw refusal
  }
}

function rateLimited(what: keyof typeof WORDS, waitMs: number): GraphQLError {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000))
  return new GraphQLError(`${WORDS[what]}. Try again in ${retryAfter} s.`, {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfter,
      http: { status: 429, headers: new Map([['retry-after', String(retryAfter)]]) },
    },
  })
}
