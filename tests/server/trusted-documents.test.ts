import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getIntrospectionQuery } from 'graphql'
import type { Client, SubscribePayload } from 'graphql-ws'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TrustedDocuments } from '../../src/server/trusted-documents.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const WHO = 'query Who { viewer { role } }'
const FEED = 'subscription Feed($after: Cursor) { changes(after: $after) { change { entryType } } }'
const ADD = 'mutation Add { addPerson(input: { name: "Listed" }) { person { name } } }'
/** Too dear or not, as its variables say. */
const SIZED = `query Sized($n: Int!, $with: Boolean!) {
  negotiations(first: $n) { nodes { events(first: 100) { nodes { citations @include(if: $with) { source { title } } } } } }
}`
const FREE = '{ service { version } }'
const INTROSPECTION = getIntrospectionQuery()

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const apollo = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } })
const UNKNOWN = hashOf('unknown')

const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileOf(content: unknown): string {
  const path = join(folder, `${String(files++)}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** A list as graphql-codegen writes it, and one without its prefixes. */
const listOf = (...texts: string[]): string =>
  fileOf(Object.fromEntries(texts.map((text, index) => [(index % 2 ? '' : 'sha256:') + hashOf(text), text])))

/** What a client sends; a document may be named in several ways. */
type Sent = Readonly<Record<string, unknown>>
/** The data, or the codes of the errors. */
type Came = { readonly data: unknown } | readonly unknown[]
type Door = (service: TestService, sent: Sent, token?: string) => Promise<Came>

interface Result {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
}

const cameOf = ({ data, errors }: Result): Came => errors?.map(({ extensions }) => extensions?.code) ?? { data }
const tokenOf = (token?: string): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

function addressOf(path: string, sent: Sent): string {
  const texts = Object.entries(sent).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return `${path}?${new URLSearchParams(texts).toString()}`
}

const post: Door = async ({ url }, sent, token) => {
  const headers = { 'content-type': 'application/json', ...tokenOf(token) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(sent) })
  return cameOf((await response.json()) as Result)
}

const get: Door = async ({ url }, sent, token) => {
  const response = await fetch(addressOf(`${url}/graphql`, sent), { headers: tokenOf(token) })
  return cameOf((await response.json()) as Result)
}

const events: Door = async ({ url }, sent, token) => {
  const headers = { accept: 'text/event-stream', ...tokenOf(token) }
  const response = await fetch(addressOf(`${url}/graphql/stream`, sent), { headers })
  let text = ''
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part
    const found = /^event: next\n(?:id: .*\n)?data: (.*)\n/m.exec(text)
    if (found) return cameOf(JSON.parse(found[1]!) as Result)
  }
  throw new Error(`The stream ended without a result: ${text}`)
}

const socket: Door = async (service, sent, token) => {
  // graphql-ws sends nothing without a text; an empty one will do. What else it is given it passes on.
  const payload = { query: '', ...sent } as SubscribePayload
  try {
    for await (const result of results(service.socket(token), payload)) return cameOf(result)
  } catch (error) {
    return cameOf({ errors: error as Result['errors'] })
  }
  throw new Error('The operation ended without a result.')
}

const results = (client: Client, payload: SubscribePayload): AsyncIterable<Result> =>
  client.iterate(payload) as AsyncIterable<Result>

const DOORS: readonly (readonly [string, Door])[] = [
  ['POST', post],
  ['GET', get],
  ['server-sent events', events],
  ['WebSocket', socket],
]

describe('with a list of trusted documents', () => {
  let service: TestService
  const lines: string[] = []
  beforeAll(async () => {
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    service = await startService({ config: { trustedDocuments: listOf(WHO, FEED, ADD, SIZED) }, log })
  })
  afterAll(() => service.stop())

  describe.each(DOORS)('over %s', (_name, door) => {
    it.each<[string, Sent]>([
      ['its hash as documentId', { documentId: `sha256:${hashOf(WHO)}` }],
      ['the bare hash', { documentId: hashOf(WHO) }],
      ['the hash as clients of Apollo send it', { extensions: apollo(hashOf(WHO)) }],
      ['the hash as graphql-codegen makes it', { extensions: apollo(`sha256:${hashOf(WHO)}`) }],
      ['its text', { query: WHO }],
      ['the hash and a text printed otherwise', { query: `${WHO} `, extensions: apollo(hashOf(WHO)) }],
    ])('a reader runs a listed operation by %s', async (_way, sent) => {
      expect(await door(service, sent)).toEqual({ data: { viewer: { role: 'READER' } } })
    })

    it('a reader is refused all else', async () => {
      expect(await door(service, { query: FREE })).toEqual(['FORBIDDEN'])
      expect(await door(service, { query: INTROSPECTION })).toEqual(['FORBIDDEN'])
      expect(await door(service, { query: '{' })).toEqual(['FORBIDDEN'])
      expect(await door(service, { query: FREE, documentId: UNKNOWN })).toEqual(['FORBIDDEN'])
      expect(await door(service, { documentId: `sha256:${UNKNOWN}` })).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
      expect(await door(service, { extensions: apollo('__proto__') })).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
    })

    it('an editor runs what they like, and listed operations by hash', async () => {
      expect(await door(service, { query: FREE }, EDITOR)).toMatchObject({ data: { service: {} } })
      expect(await door(service, { query: FREE, documentId: UNKNOWN }, EDITOR)).toMatchObject({ data: { service: {} } })
      expect(await door(service, { query: INTROSPECTION }, EDITOR)).toMatchObject({ data: { __schema: {} } })
      expect(await door(service, { documentId: hashOf(WHO) }, EDITOR)).toEqual({ data: { viewer: { role: 'EDITOR' } } })
      expect(await door(service, { documentId: UNKNOWN }, EDITOR)).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
    })
  })

  it('delivers a listed subscription by hash over both doors', async () => {
    const { data } = await service.send<{ service: { headCursor: string } }, never>('{ service { headCursor } }')
    const after = data.service.headCursor
    await post(service, { documentId: hashOf(ADD) }, EDITOR)
    for (const door of [events, socket])
      expect(await door(service, { documentId: hashOf(FEED), variables: { after } })).toEqual({
        data: { changes: { change: { entryType: 'PERSON' } } },
      })
  })

  it('refuses a listed mutation to readers, and by GET to all', async () => {
    expect(await post(service, { documentId: hashOf(ADD) })).toEqual(['UNAUTHENTICATED'])
    const address = addressOf(`${service.url}/graphql`, { documentId: hashOf(ADD) })
    expect((await fetch(address, { headers: tokenOf(EDITOR) })).status).toBe(405)
  })

  it('takes a document that is too dear with some variables alone, and refuses it then', async () => {
    const asked = (n: number) => post(service, { documentId: hashOf(SIZED), variables: { n, with: true } })
    expect(await asked(1)).toMatchObject({ data: { negotiations: {} } })
    expect(await asked(100)).toEqual(['QUERY_TOO_COMPLEX'])
  })

  it('says to a reader how their query could run', async () => {
    const { errors } = await service.send(INTROSPECTION, {}, null)
    expect(errors?.[0]?.message).toContain('With the token of an editor it runs any')
  })

  it('logs the name of an operation that came by hash', async () => {
    lines.length = 0
    for (const door of [post, socket]) await door(service, { documentId: hashOf(WHO) })
    expect(lines.filter((line) => line.includes('"operation":"Who"'))).toHaveLength(2)
  })

  it('refuses a request that names no document, or names it by what is no text', async () => {
    expect(await post(service, {})).toEqual(['BAD_REQUEST'])
    expect(await post(service, { documentId: 5 })).toEqual(['BAD_REQUEST'])
    expect(await post(service, { extensions: { persistedQuery: { sha256Hash: 5 } } })).toEqual(['BAD_REQUEST'])
    expect(await socket(service, { documentId: 5 })).toEqual(['FORBIDDEN'])
  })
})

it('binds editors too when it is for everyone', async () => {
  const service = await startService({ config: { trustedDocuments: listOf(WHO), trustedDocumentsFor: 'everyone' } })
  expect(await post(service, { query: FREE }, EDITOR)).toEqual(['FORBIDDEN'])
  expect(await post(service, { documentId: hashOf(WHO) }, EDITOR)).toEqual({ data: { viewer: { role: 'EDITOR' } } })
  await service.stop()
})

it('is told apart from no list: then every hash is PERSISTED_QUERY_NOT_SUPPORTED, and texts run', async () => {
  const service = await startService()
  for (const [, door] of DOORS) {
    expect(await door(service, { documentId: hashOf(WHO) })).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED'])
    expect(await door(service, { query: WHO, extensions: apollo(hashOf(WHO)) })).toMatchObject({ data: {} })
  }
  await service.stop()
})

describe('the service does not start', () => {
  it('with documents that it could not serve, and names each by its hash with what is wrong', async () => {
    const dear =
      '{ negotiations(first: 100) { nodes { events(first: 100) { nodes { citations { source { title } } } } } } }'
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['{ nothing }', /Cannot query field "nothing"/],
      ['{', /Syntax Error/],
      [`{ negotiations { nodes ${'{ events { nodes '.repeat(11)} { id } ${'} }'.repeat(11)} } }`, /nests fields/],
      [dear, /This operation can cost [\d,]+; 20,000 is allowed/],
      ['fragment F on Query { viewer { role } }', /never used/],
    ]
    const list = Object.fromEntries([WHO, ...wrong.map(([text]) => text)].map((text) => [hashOf(text), text]))
    const refused = await startService({
      config: { trustedDocuments: fileOf({ [UNKNOWN]: FREE, ...list }) },
    }).then(
      () => 'It did start.',
      (error: unknown) => String(error),
    )
    expect(refused).toMatch(/^ConfigurationError: TRUSTED_DOCUMENTS names \S+, which lists what cannot be served\./)
    expect(refused).toContain(`${UNKNOWN}: It is not the SHA-256 of its text: ${hashOf(FREE)}.`)
    for (const [text, complaint] of wrong.slice(0, 4))
      expect(refused).toMatch(new RegExp(`^${hashOf(text)}: .*${complaint.source}`, 'm'))
    expect(refused).toMatch(/^and 1 more$/m)
    expect(refused).not.toContain(hashOf(WHO))
  })

  it.each<[string, unknown, RegExp]>([
    ['is no JSON', '{', /cannot be read: .*JSON/],
    ['is no object of texts', { [UNKNOWN]: { body: FREE } }, /cannot be read: it is not one JSON object of texts/],
    ['lists nothing', {}, /lists no document/],
  ])('with a file that %s', (_what, content, sentence) => {
    const path = fileOf(content)
    expect(() => new TrustedDocuments({ trustedDocuments: path, trustedDocumentsFor: 'readers' }, () => [])).toThrow(
      sentence,
    )
  })
})
