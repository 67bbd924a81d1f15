import { existsSync, readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXAMPLE_IDS_QUERY, UNKNOWN_IDS, type ExampleIds, type ExampleOperation } from '../playground/operation.ts'
import { firstTabs, gallery } from '../playground/operations.ts'
import { findExampleIds } from '../playground/example-ids.ts'
import { ADMIN, EDITOR, type TestService, startService } from './support/service.ts'
import { until } from './support/until.ts'

const CHROMIUM = '/usr/bin/chromium'
const CHROMIUM_ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const TOKEN = 'a-token-of-an-editor'
const SCHEMA = 'schema.graphql'

const all = (ids: ExampleIds): readonly ExampleOperation[] => gallery(ids).flatMap(({ operations }) => operations)

describe('the examples of the playground', () => {
  it.each([EXAMPLE_IDS_QUERY, ...all(UNKNOWN_IDS).map(({ query }) => query)])(
    'are valid against the contract: %s',
    (query) => {
      expect(validate(buildSchema(readFileSync(SCHEMA, 'utf8')), parse(query))).toEqual([])
    },
  )

  it('have titles of their own', () => {
    const titles = all(UNKNOWN_IDS).map(({ title }) => title)
    expect(titles).toEqual([...new Set(titles)])
  })
})

describe('the gallery of the playground', () => {
  let service: TestService
  let ids: ExampleIds
  const added: string[] = []

  beforeAll(async () => {
    service = await startService({ sample: true })
    ids = await findExampleIds(new URL('/graphql', service.url))
  })
  afterAll(() => service.stop())

  const ofGroup = (title: string, known: ExampleIds) =>
    gallery(known).find((group) => group.title === title)!.operations
  const named = (title: string, group: string) => ofGroup(group, ids).find((each) => each.title === title)!
  const variablesOf = ({ variables = '{}' }: ExampleOperation) => JSON.parse(variables) as Record<string, object | null>

  it.each(ofGroup('Read', UNKNOWN_IDS).map(({ title }) => title))('reads without a token: %s', async (title) => {
    const operation = named(title, 'Read')
    const { data, errors } = await service.send<object, object>(operation.query, variablesOf(operation), null)
    expect(errors).toBeUndefined()
    // It finds something: an empty answer would explain nothing.
    expect(JSON.stringify(data)).not.toMatch(/^\{"\w+":(null|\[\]|\{"totalCount":0)/)
  })

  it.each(ofGroup('Write', UNKNOWN_IDS).map(({ title }) => title))('writes as an editor: %s', async (title) => {
    const operation = named(title, 'Write')
    const { input, ...rest } = variablesOf(operation)
    const given = title.startsWith('Retract') ? { ...input, id: added[0] } : input
    const { data, errors } = await service.send<Record<string, object>, object>(
      operation.query,
      { input: given, ...rest },
      EDITOR,
    )
    expect(errors).toBeUndefined()
    const [payload] = Object.values(data)
    expect(payload).toMatchObject({ errors: [] })
    added.push(/"id":"([^"]+)"/.exec(JSON.stringify(payload))![1]!)
  })

  it.each(ofGroup('Follow live', UNKNOWN_IDS).map(({ title }) => title))('brings what is added: %s', async (title) => {
    const operation = named(title, 'Follow live')
    const { query, variables } = named('Add a step of the talks', 'Write')
    const items = service.socket().iterate({ query: operation.query, variables: variablesOf(operation) })
    let brought: object | undefined
    // The client's results are objects.
    void items.next().then(({ value }) => (brought = value as object))
    await until(async () => {
      await service.send(query, JSON.parse(variables!) as object, EDITOR)
      return brought !== undefined
    })
    expect(JSON.stringify(brought)).toContain('cursor')
    expect(brought).not.toHaveProperty('errors')
    await items.return?.()
  })
})

describe('the playground', () => {
  let service: TestService

  beforeAll(async () => {
    service = await startService({ sample: true, config: { editorToken: TOKEN } })
  })
  afterAll(async () => service.stop())

  it.each(['/playground', '/playground/'])(
    'is served at %s, fresh, under a policy that allows our origin alone',
    async (path) => {
      const response = await fetch(service.url + path)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      const host = new URL(service.url).host
      expect(response.headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; ` +
          `connect-src 'self' ws://${host} wss://${host}; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
      )
    },
  )

  it('lets a browser keep its hashed files for ever', async () => {
    const page = await (await fetch(`${service.url}/playground`)).text()
    const script = /src="([^"]+\.js)"/.exec(page)![1]!
    const response = await fetch(service.url + script)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('answers 404 for a file that it does not have', async () => {
    expect((await fetch(`${service.url}/playground/assets/none.js`)).status).toBe(404)
  })

  describe.skipIf(!existsSync(CHROMIUM))(`in a browser (skipped without ${CHROMIUM})`, () => {
    let browser: Browser
    let page: Page
    const complaints: string[] = []
    const contacted = new Set<string>()
    const sentOverSocket: string[] = []

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS.split(' ') })
      const context = await browser.newContext({ viewport: { width: 1360, height: 860 } })
      context.on('request', (request) => contacted.add(new URL(request.url()).host))
      // Refusals by the policy are console errors too, those inside workers included.
      context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      context.on('weberror', (error) => complaints.push(error.error().message))
      page = await context.newPage()
      page.on('websocket', (socket) => {
        contacted.add(new URL(socket.url()).host)
        socket.on('framesent', ({ payload }) => sentOverSocket.push(payload.toString()))
      })
    })
    afterAll(async () => browser.close())

    it('opens with a tab for each example', async () => {
      await page.goto(`${service.url}/playground`)
      await page.locator('.graphiql-query-editor .view-lines').waitFor()
      const names = firstTabs(UNKNOWN_IDS).map(({ query }) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)![1])
      expect(await page.getByRole('tab').allInnerTexts()).toEqual(names)
    })

    it('shows the answer to the first query', async () => {
      await run()
      await expect.poll(response).toContain('30-day ceasefire talks, spring 2025')
    })

    it('runs what a tab shows, though it was opened a moment ago', async () => {
      await openTab('Search')
      await run()
      await expect.poll(response).toContain('<mark>')
    })

    it('explains the types in its documentation', async () => {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
      await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click()
      await page.locator('.graphiql-doc-explorer').getByText('negotiations', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click()
    })

    it('receives a status update while another client adds it, having sent the token over the socket', async () => {
      await openTab('StatusFeed')
      await typeToken()
      await run()
      await expect.poll(() => sentOverSocket.some((frame) => frame.includes('"subscribe"'))).toBe(true)
      await addUntilShown('Added from elsewhere.')
      expect(JSON.parse(sentOverSocket[0]!)).toMatchObject({
        type: 'connection_init',
        payload: { authorization: `Bearer ${TOKEN}` },
      })
      await page.getByRole('button', { name: 'Stop query' }).click()
    })

    it('adds a status update with the token from its headers', async () => {
      await openTab('AddStatusUpdate')
      await typeToken()
      await run()
      await expect.poll(response).toContain('Added from the playground to try it out.')
    })

    it('opens an operation of its gallery by one click, ready to run', async () => {
      await page.getByRole('button', { name: 'Show Gallery' }).click()
      await page.getByRole('button', { name: 'History of an entry' }).click()
      await page.getByRole('tab', { name: 'HistoryOfAnEntry' }).waitFor()
      await run()
      await expect.poll(response).toContain('"kind": "ADDED"')
      await page.getByRole('button', { name: 'Hide Gallery' }).click()
    })

    it('asks as a reader, and says where one signs in', async () => {
      expect(await page.locator('.asker').innerText()).toBe('As a reader · Sign in')
    })

    it('asks as whoever has signed in, and as a reader when they want to', async () => {
      await page.getByRole('link', { name: 'Sign in' }).click()
      await page.getByLabel('Token').fill(TOKEN)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${service.url}/edit`)
      await page.goto(`${service.url}/playground`)
      const asker = page.getByLabel('As', { exact: true })
      expect(await asker.locator('option:checked').innerText()).toBe('editor, EDITOR')
      await page.getByRole('button', { name: 'Show Gallery' }).click()
      await page.getByRole('button', { name: 'Add a person' }).click()
      await run()
      await expect.poll(response).toContain('A person to try things out')
      await asker.selectOption({ label: 'a reader' })
      await run()
      await expect.poll(response).toContain('UNAUTHENTICATED')
    })

    it('lets a token that is typed win over the session', async () => {
      await page.getByLabel('As', { exact: true }).selectOption('session')
      await page.getByRole('button', { name: 'Who am I' }).click()
      await run()
      await expect.poll(response).toContain('"name": "editor"')
      await typeToken(ADMIN)
      await run()
      await expect.poll(response).toContain('"name": "admin"')
    })

    it('stores no token', async () => {
      const stored = await page.evaluate('JSON.stringify(localStorage)')
      expect(stored).toContain('AddStatusUpdate')
      expect(stored).not.toContain(TOKEN)
    })

    it('has spoken to our origin alone and broken no rule of its policy', () => {
      expect([...contacted]).toEqual([new URL(service.url).host])
      expect(complaints).toEqual([])
    })

    const run = async (): Promise<void> => page.getByRole('button', { name: 'Execute query' }).click()
    const openTab = async (name: string): Promise<void> => page.getByRole('tab', { name }).click()

    /** What the answer's part of the screen shows; the editor prints spaces as no-break spaces and wraps long lines. */
    async function response(): Promise<string> {
      return (await page.locator('.graphiql-response .view-lines').innerText()).replaceAll(/\s+/g, ' ')
    }

    async function typeToken(token = TOKEN): Promise<void> {
      await page.getByRole('button', { name: 'Headers', exact: true }).click()
      await page.locator('section[aria-label="Headers"] .view-lines:visible').click()
      await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${token}` }))
    }

    /** The socket has no answer that says "subscribed", so an update sent too early is missed: send until one is seen. */
    async function addUntilShown(summary: string): Promise<void> {
      await expect
        .poll(
          async () => {
            await addStatusUpdate(summary)
            return response()
          },
          { timeout: 10_000, interval: 250 },
        )
        .toContain(summary)
    }
  })

  async function addStatusUpdate(summary: string): Promise<void> {
    const { data } = await ask<{ negotiations: { nodes: { id: string; statements: { nodes: { id: string }[] } }[] } }>(
      EXAMPLE_IDS_QUERY,
    )
    const negotiation = data.negotiations.nodes[0]!
    const ids = { ...UNKNOWN_IDS, negotiationId: negotiation.id, statementId: negotiation.statements.nodes[0]!.id }
    const { query, variables } = firstTabs(ids).at(-1)!
    const { input } = JSON.parse(variables!) as { input: object }
    const answer = await ask<{ addNegotiationStatusUpdate: { errors: unknown[] } }>(query, {
      input: { ...input, summary },
    })
    expect(answer.data.addNegotiationStatusUpdate.errors).toEqual([])
  }

  async function ask<Data>(query: string, variables?: object): Promise<{ data: Data }> {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ query, variables }),
    })
    // The caller names the shape that its own document asks for.
    return (await response.json()) as { data: Data }
  }
})
