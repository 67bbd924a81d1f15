import type { GraphQLField } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { type RawSocket, openRaw } from '../support/raw-socket.ts'
import { operationOn, published } from '../support/schema-walk.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

type Kind = 'query' | 'mutation' | 'subscription'
type Role = 'ADMIN' | 'EDITOR' | 'READER' | 'nobody'
interface Way {
  readonly kind: Kind
  readonly field: GraphQLField<unknown, unknown>
  /** The lowest role that may, in the words of the schema. */
  readonly least: 'EDITOR' | 'ADMIN'
}

const fieldsOf = (kind: Kind): GraphQLField<unknown, unknown>[] => {
  const { query, mutation, subscription } = published.toConfig()
  return Object.values({ query, mutation, subscription }[kind]?.getFields() ?? {})
}
const saysAdmin = ({ description }: GraphQLField<unknown, unknown>) => /\bFor ADMIN\b/.test(description ?? '')
const mutations = fieldsOf('mutation').map((field): Way => ({
  kind: 'mutation',
  field,
  least: saysAdmin(field) ? 'ADMIN' : 'EDITOR',
}))
const reading = (['query', 'subscription'] as const).flatMap((kind) =>
  fieldsOf(kind)
    .filter(saysAdmin)
    .map((field): Way => ({ kind, field, least: 'ADMIN' })),
)

describe('what is not for everyone', () => {
  let service: TestService
  const tokens = new Map<Role, string | null>([
    ['nobody', null],
    ['EDITOR', EDITOR],
    ['ADMIN', ADMIN],
  ])
  const sockets = new Map<Role, RawSocket>()

  beforeAll(async () => {
    service = await startService()
    const desk = { name: 'Reader', role: 'READER', expiresAt: null } as const
    tokens.set('READER', (await service.app.tokens.add(desk, 'admin')).secret)
    for (const [role, token] of tokens) {
      const raw = await openRaw(service.url)
      await raw.begin(token === null ? undefined : { authorization: `Bearer ${token}` })
      sockets.set(role, raw)
    }
  })
  afterAll(async () => {
    for (const { socket } of sockets.values()) socket.terminate()
    await service.stop()
  })

  /** The first code of each door, in the order HTTP, event stream, WebSocket; null where it was answered. */
  async function codes({ kind, field }: Way, role: Role): Promise<readonly (string | null | undefined)[]> {
    const { query, variables } = operationOn(kind, field)
    const token = tokens.get(role) ?? null
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
    const id = `${role} ${field.name}`
    const raw = sockets.get(role)!
    raw.send({ type: 'subscribe', id, payload: { query, variables } })
    const stream = await readEvents(`${service.url}/graphql/stream`, asked(query, variables, headers))
    const overHttp = kind === 'subscription' ? [] : [codeIn(await service.send(query, variables, token))]
    const said = () => raw.messages.find((message) => message.id === id && message.type !== 'complete')
    await until(() => stream.events.length > 0 && said() !== undefined)
    stream.leave()
    return [...overHttp, codeIn(stream.events[0]!.data), codeIn(said()!.payload)]
  }

  it('is said in the description of each mutation', () => {
    const silent = fieldsOf('mutation').filter(
      ({ description }) => !/\bFor (EDITOR and )?ADMIN\b/.test(description ?? ''),
    )
    expect(silent.map(({ name }) => name)).toEqual([])
    expect(reading.map(({ field }) => field.name)).toContain('accessTokens')
  })

  it.each([...mutations, ...reading].map((way) => [way.field.name, way] as const))(
    'is refused to all who may not, at every door: %s',
    async (_name, way) => {
      const nobody = await codes(way, 'nobody')
      expect(nobody).toEqual(nobody.map(() => 'UNAUTHENTICATED'))
      expect(await codes(way, 'READER')).toEqual(nobody.map(() => 'FORBIDDEN'))
      const asEditor = await codes(way, 'EDITOR')
      if (way.least === 'ADMIN') expect(asEditor).toEqual(nobody.map(() => 'FORBIDDEN'))
      else expect(asEditor.filter((code) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')).toEqual([])
    },
  )

  it('has written nothing for those who may not', async () => {
    const { data } = await service.send<{ changes: { changes: { editor: string }[] } }, object>(
      '{ changes(first: 100) { changes { editor } } }',
    )
    expect(data.changes.changes.filter(({ editor }) => editor !== 'editor')).toEqual([])
  })
})

/** The code of the first error in a result, or in a list of errors. */
function codeIn(answer: unknown): string | null {
  const errors = (Array.isArray(answer) ? answer : (answer as { errors?: unknown }).errors) as
    readonly { extensions?: { code?: string } }[] | undefined
  return errors?.[0] ? (errors[0].extensions?.code ?? 'no code') : null
}
