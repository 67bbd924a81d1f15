import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer } from '../support/database.ts'
import { type Maker, maker } from '../support/make.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const NAMES = '{ persons(first: 100) { nodes { name } } }'
const SOME =
  'query Some($first: Int, $filter: PersonFilter) { persons(first: $first, filter: $filter) { nodes { name } } }'

/** A request for an answer, as clients differ in it. */
interface Way {
  readonly method?: 'GET' | 'POST'
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Question = Readonly<Record<string, unknown>>

let service: TestService
let make: Maker

interface Came {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** With node:http, since fetch undoes encodings. */
function ask(of: Pick<TestService, 'url'>, question: Question | string, way: Way = {}): Promise<Came> {
  const { method = 'POST', token, headers = {} } = way
  const asked: Question = typeof question === 'string' ? { query: question } : question
  const body = method === 'POST' ? JSON.stringify(asked) : ''
  const texts = Object.entries(asked).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const path = method === 'POST' ? '/graphql' : `/graphql?${new URLSearchParams(texts).toString()}`
  const sent = {
    ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    request(of.url + path, { method, headers: sent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end(body)
  })
}

const told = async (of: Pick<TestService, 'url'>, question: Question | string, way?: Way): Promise<unknown> =>
  JSON.parse((await ask(of, question, way)).body.toString())

const isRead = (text: string): boolean => text.includes('from entry e')

/** How often a list of entries was read from the database while something went on. */
async function reads(work: () => Promise<unknown>, of: TestService = service): Promise<number> {
  const before = of.statements.length
  await work()
  return of.statements.slice(before).filter(isRead).length
}

/** As reads, of a question that nobody has asked before this test, asked one way and then another. */
async function readsOfBoth(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<number> {
  await make.person()
  return reads(async () => {
    await one()
    await other()
  })
}

/** What asks for an answer that is worth compressing. */
async function askLong(): Promise<string> {
  for (const _ of Array(6)) await make.source({ title: 'long '.repeat(90) })
  return '{ sources { nodes { title } } }'
}

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  await make.person({ name: 'Ada' })
})
afterAll(() => service.stop())

describe('an answer that is kept', () => {
  it('costs no statement when it is asked for again, in whatever way', async () => {
    const ways: Way[] = [{}, {}, { method: 'GET' }, { headers: { accept: 'application/graphql-response+json' } }]
    await make.person({ name: 'Ben' })
    const count = await reads(async () => {
      const answers = []
      for (const way of ways) answers.push(await told(service, NAMES, way))
      expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    })
    expect(count).toBe(1)
  })

  it('is the same with the variables in another order, and with some that nobody uses', async () => {
    const filter = { name: 'a', includeRetracted: true }
    const turned = { includeRetracted: true, name: 'a' }
    const some = (variables: object) => () => told(service, { query: SOME, variables })
    expect(await readsOfBoth(some({ first: 3, filter }), some({ filter: turned, first: 3, more: 1 }))).toBe(1)
  })

  it('is another with other variables', async () => {
    const some = (variables: object) => () => told(service, { query: SOME, variables })
    expect(await readsOfBoth(some({ first: 3 }), some({ first: 4 }))).toBe(2)
    expect(await readsOfBoth(some({}), some({ filter: null }))).toBe(2)
  })

  it('is one for each operation of a document, whether or not the only one is named', async () => {
    const query = 'query One { persons(first: 1) { nodes { id } } } query Two { persons(first: 2) { nodes { id } } }'
    const both = await Promise.all(['One', 'Two'].map((operationName) => told(service, { query, operationName })))
    expect(both[0]).not.toEqual(both[1])
    const sole = 'query Sole { persons(first: 5) { nodes { id } } }'
    const asking = (question: Question) => () => told(service, { query: sole, ...question })
    expect(await readsOfBoth(asking({}), asking({ operationName: 'Sole' }))).toBe(1)
  })

  it('says its media type and its encoding, each as it was asked for', async () => {
    const query = await askLong()
    const plain = (await ask(service, query)).body.toString()
    const undo = { br: brotliDecompressSync, gzip: gunzipSync }
    for (const type of ['application/json', 'application/graphql-response+json']) {
      for (const encoding of ['br', 'gzip'] as const) {
        for (const method of ['POST', 'POST', 'GET'] as const) {
          const headers = { 'accept-encoding': encoding, accept: type }
          const response = await ask(service, query, { method, headers })
          expect(response.headers['content-type']).toBe(`${type}; charset=utf-8`)
          expect(response.headers['content-encoding']).toBe(encoding)
          expect(undo[encoding](response.body).toString()).toBe(plain)
        }
      }
    }
  })

  it('is made once for all who ask at the same time', async () => {
    await make.person({ name: 'Cid' })
    const count = await reads(() => Promise.all(Array.from({ length: 40 }, () => told(service, NAMES))))
    expect(count).toBe(1)
  })

  it('never goes to another role, even at the same time', async () => {
    await make.source({ title: 'Secret', text: 'For editors alone.', textAccess: 'EDITORS' })
    const query = '{ sources { nodes { text } } }'
    const tokens = [undefined, EDITOR, undefined, ADMIN, undefined, EDITOR]
    const answers = await Promise.all(tokens.map((token) => told(service, query, token === undefined ? {} : { token })))
    const shows = answers.map((answer) => JSON.stringify(answer).includes('For editors alone.'))
    expect(shows).toEqual([false, true, false, true, false, true])
  })

  it('is never one that depends on the caller', async () => {
    const query = '{ viewer { name role } persons { totalCount } }'
    const names = [{ token: EDITOR }, {}, { token: ADMIN }, { token: EDITOR }, {}].map((way) =>
      told(service, query, way),
    )
    expect(await Promise.all(names)).toMatchObject(
      ['editor', null, 'admin', 'editor', null].map((name) => ({ data: { viewer: { name } } })),
    )
    const asking = () => told(service, query)
    expect(await readsOfBoth(asking, asking)).toBe(2)
    const tokens = () => told(service, '{ accessTokens { name } }', { token: ADMIN })
    const before = await tokens()
    await told(service, 'mutation { addAccessToken(input: { name: "New", role: READER }) { secret } }', {
      token: ADMIN,
    })
    expect(await tokens()).not.toEqual(before)
  })

  it('is never one with errors', async () => {
    const query = '{ persons(first: 2) { nodes { id } } events(first: 1000) { nodes { id } } }'
    for (const method of ['POST', 'POST', 'GET', 'GET'] as const) {
      const { headers, body } = await ask(service, query, { method })
      expect(headers).toMatchObject({ 'cache-control': 'no-store' })
      expect(headers).not.toHaveProperty('etag')
      expect(JSON.parse(body.toString())).toHaveProperty('errors')
    }
  })

  it('is not kept when the question is as long as a text', async () => {
    const variables = { filter: { name: 'a' }, more: 'x'.repeat(20_000) }
    const asking = () => told(service, { query: SOME, variables })
    expect(await asking()).toHaveProperty('data.persons')
    expect(await readsOfBoth(asking, asking)).toBe(2)
  })

  it('takes one of what a client may ask for, whatever the question can cost', async () => {
    const limited = await startService({ config: { rateLimit: true, rateLimitCostPerMinute: 60 } })
    try {
      const statuses = []
      while (statuses.at(-1) !== 429)
        statuses.push((await ask(limited, '{ persons(first: 1) { nodes { id } } }')).status)
      // The first took about 21.
      expect(statuses.length).toBeGreaterThan(35)
      expect(statuses.length).toBeLessThan(45)
    } finally {
      await limited.stop()
    }
  })

  it('makes room for others', async () => {
    const small = await startService({ config: { answerCacheMb: 1 } })
    try {
      await maker(small).source({ title: 'long '.repeat(95) })
      const aliases = Array.from({ length: 95 }, (_, at) => `t${String(at)}: title`).join(' ')
      const nth = (n: number) => told(small, `query Q${String(n)} { sources { nodes { ${aliases} } } }`)
      await nth(0)
      expect(await reads(() => nth(0), small)).toBe(0)
      for (let n = 1; n < 20; n += 1) await nth(n)
      expect(await reads(() => nth(0), small)).toBe(1)
    } finally {
      await small.stop()
    }
  })

  it('is none at all when that is switched off', async () => {
    const without = await startService({ config: { answerCacheMb: 0 } })
    try {
      const asking = () => Promise.all(Array.from({ length: 5 }, () => told(without, NAMES)))
      expect(await reads(asking, without)).toBe(5)
      expect((await ask(without, NAMES, { method: 'GET' })).headers).not.toHaveProperty('etag')
    } finally {
      await without.stop()
    }
  })
})

describe('an answer by GET', () => {
  it('is not sent again to whom it has been sent, until the record changes', async () => {
    const query = '{ persons(first: 100) { nodes { name } } events { totalCount } }'
    const first = await ask(service, query, { method: 'GET' })
    const tag = String(first.headers.etag)
    for (const held of [tag, `"other", W/${tag}`, '*']) {
      const again = await ask(service, query, { method: 'GET', headers: { 'if-none-match': held } })
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, tag])
    }
    await make.person({ name: 'Dan' })
    const next = await ask(service, query, { method: 'GET', headers: { 'if-none-match': tag } })
    expect([next.status, next.body.includes('Dan')]).toEqual([200, true])
    expect(next.headers.etag).not.toBe(tag)
  })

  it('has a tag for each type and encoding', async () => {
    const query = await askLong()
    const tags = new Set<unknown>()
    for (const accept of ['application/json', 'application/graphql-response+json'])
      for (const encoding of ['br', 'gzip', 'identity'])
        tags.add(
          (await ask(service, query, { method: 'GET', headers: { accept, 'accept-encoding': encoding } })).headers.etag,
        )
    expect(tags.size).toBe(6)
  })

  it('says that a shared cache may hand it out for a second and then must ask, and one to a token that none may', async () => {
    const { headers } = await ask(service, NAMES, { method: 'GET' })
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=0, s-maxage=1, must-revalidate',
      vary: 'accept, accept-encoding, authorization, parley-cursor',
    })
    const ofEditor = await ask(service, NAMES, { method: 'GET', token: EDITOR })
    expect(ofEditor.headers).toMatchObject({ 'cache-control': 'private, no-cache' })
    expect((await ask(service, NAMES)).headers).toMatchObject({ 'cache-control': 'no-store' })
  })

  it('comes of a trusted document by its hash', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
    const hash = createHash('sha256').update(NAMES).digest('hex')
    const trustedDocuments = join(folder, 'documents.json')
    writeFileSync(trustedDocuments, JSON.stringify({ [hash]: NAMES }))
    const listed = await startService({ config: { trustedDocuments } })
    try {
      const asking = () => ask(listed, { documentId: `sha256:${hash}` }, { method: 'GET' })
      const { headers, status } = await asking()
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=0, s-maxage=1, must-revalidate'])
      expect(await reads(asking, listed)).toBe(0)
    } finally {
      await listed.stop()
      rmSync(folder, { recursive: true })
    }
  })
})

const ADD = 'mutation ($input: AddPersonInput!) { addPerson(input: $input) { cursor person { name } } }'

/** Adds a person through a process; answers the cursor of the change. */
async function add(through: Pick<TestService, 'url'>, name: string): Promise<string> {
  const added = await told(through, { query: ADD, variables: { input: { name } } }, { token: EDITOR })
  return (added as { data: { addPerson: { cursor: string } } }).data.addPerson.cursor
}

describe.skipIf(testServer === undefined)('two processes', () => {
  /** One that sees nothing of the other but by looking once a second. */
  let slow: Omit<TestService, 'beside'>
  beforeAll(async () => {
    slow = await service.beside({ listenDatabaseUrl: null })
  })
  afterAll(() => slow.stop())

  it('show an editor what was written through the other', async () => {
    for (const name of ['Eva', 'Fay', 'Gus']) {
      await told(slow, NAMES, { token: EDITOR })
      await add(service, name)
      expect(JSON.stringify(await told(slow, NAMES, { token: EDITOR }))).toContain(name)
    }
  })

  it('show anyone what is as new as the cursor that they send', async () => {
    for (const name of ['Hal', 'Ian', 'Jan']) {
      await told(slow, NAMES)
      const cursor = await add(service, name)
      expect(JSON.stringify(await told(slow, NAMES, { headers: { 'parley-cursor': cursor } }))).toContain(name)
    }
  })

  it('show everyone all of it within 1.5 s', async () => {
    await told(slow, NAMES)
    await add(service, 'Kim')
    await until(async () => JSON.stringify(await told(slow, NAMES)).includes('Kim'), 1_500)
  })
})

describe('the header Parley-Cursor', () => {
  it('is refused when the log cannot honour it', async () => {
    const codes = ['nonsense', 'YS4wMDAwMDAwMDAwMDAwMDAwLjE'].map((cursor) =>
      told(service, NAMES, { headers: { 'parley-cursor': cursor } }),
    )
    for (const answer of await Promise.all(codes))
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'CURSOR_INVALID' } }] })
  })
})

describe('whatever is edited and read, in whatever order', () => {
  const WAYS: readonly Way[] = [
    {},
    { headers: { accept: 'application/graphql-response+json' } },
    { method: 'GET' },
    { token: EDITOR },
    { token: ADMIN, method: 'GET' },
  ]
  const edit = fc.record({ does: fc.constant('edit' as const) })
  const read = fc.record({ does: fc.constant('read' as const), way: fc.constantFrom(...WAYS) })
  const wait = fc.record({ does: fc.constant('wait' as const) })

  it('no answer is older than the edits that were answered before it was asked for, nor shows one that was not begun', async () => {
    let [begun, answered] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(edit, read, read, read, wait), { minLength: 5, maxLength: 40 }),
        async (steps) => {
          let running: Promise<unknown>[] = []
          for (const step of steps) {
            if (step.does === 'wait') {
              await Promise.all(running)
              running = []
            } else if (step.does === 'edit') {
              begun += 1
              running.push(add(service, `Zq${String(begun)}`).then(() => (answered += 1)))
            } else running.push(looked(step.way, answered, () => begun))
          }
          await Promise.all(running)
        },
      ),
      { numRuns: 30 },
    )
  })

  /** Edits run side by side, so of those that are under way any may be there. */
  async function looked(way: Way, answered: number, begun: () => number): Promise<void> {
    const query = '{ persons(first: 100, filter: { name: "Zq" }) { totalCount nodes { name } } service { headCursor } }'
    const { data } = JSON.parse((await ask(service, query, way)).body.toString()) as {
      data: { persons: { totalCount: number } }
    }
    expect(data.persons.totalCount).toBeGreaterThanOrEqual(answered)
    expect(data.persons.totalCount).toBeLessThanOrEqual(begun())
  }
})
