import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Maker, maker } from '../support/make.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import {
  type Given,
  type Known,
  type Mutation,
  documentOf,
  knownEntries,
  refusal,
  refused,
  stateOf,
  write,
  written,
} from '../support/writing.ts'

let service: TestService
let make: Maker
let known: Known

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  known = await knownEntries(service)
})
afterAll(() => service.stop())

let count = 0
const key = () => `key ${(count += 1)}`

/** Each way to write, with an input that is carried out when it comes for the first time. */
const doors: readonly (readonly [Mutation, () => Promise<Given> | Given])[] = [
  ...(
    [
      'Source',
      'Person',
      'Organization',
      'Location',
      'Negotiation',
      'Proposal',
      'Event',
      'Statement',
      'NegotiationStatusUpdate',
    ] as const
  ).map(
    (slice) =>
      [`add${slice}`, () => ({ ...known.inputs[slice], ...(slice === 'Event' ? { title: key() } : {}) })] as const,
  ),
  ['updateSource', async () => ({ id: (await make.source()).id, expectedVersion: 1, title: 'Other', text: 'Words' })],
  ['updatePerson', async () => ({ id: (await make.person()).id, expectedVersion: 1, name: 'Other' })],
  ['updateOrganization', async () => ({ id: (await make.organization()).id, expectedVersion: 1, name: 'Other' })],
  ['updateLocation', async () => ({ id: (await make.location()).id, expectedVersion: 1, name: 'Other' })],
  ['updateNegotiation', async () => ({ id: (await make.negotiation()).id, expectedVersion: 1, name: 'Other' })],
  ['updateProposal', async () => ({ id: (await make.proposal()).id, expectedVersion: 1, name: 'Other' })],
  ['updateEvent', async () => ({ id: (await make.event()).id, expectedVersion: 1, title: 'Other' })],
  ['updateStatement', async () => ({ id: (await make.statement()).id, expectedVersion: 1, content: 'Other' })],
  ['retractEntry', async () => ({ id: (await make.person()).id, expectedVersion: 1, reason: 'Twice.' })],
  [
    'reinstateEntry',
    async () => {
      const { id } = await make.person()
      const { entry } = await written(service, 'retractEntry', { id, expectedVersion: 1, reason: 'Twice.' })
      return { id, expectedVersion: entry.version, reason: 'Once.' }
    },
  ],
]

describe.each(doors)('%s', (mutation, input) => {
  it('answers the same key and input as the first time, and changes nothing more', async () => {
    const given = { ...(await input()), idempotencyKey: key() }
    const first = await written(service, mutation, given)
    await make.person()
    const state = await stateOf(service)
    for (const repeat of [given, Object.fromEntries(Object.entries(given).reverse())]) {
      expect(await write(service, mutation, repeat)).toMatchObject({ ...first, errors: [] })
    }
    expect(await stateOf(service)).toEqual(state)
  })

  it('makes one change of many calls side by side', async () => {
    const given = { ...(await input()), idempotencyKey: key() }
    const before = await sequence()
    const answers = await Promise.all(Array.from({ length: 8 }, () => written(service, mutation, given)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await sequence()).toBe(before + 1)
  })

  it('refuses the key with another input', async () => {
    const given = { ...(await input()), idempotencyKey: key() }
    await written(service, mutation, given)
    for (const other of [{ verification: 'DISPUTED' }, { verification: null }]) {
      const changed =
        'reason' in given ? { ...given, reason: `Because ${JSON.stringify(other)}` } : { ...given, ...other }
      expect(await refusal(service, mutation, changed)).toEqual(['IDEMPOTENCY_KEY_REUSED idempotencyKey'])
    }
  })
})

async function sequence(): Promise<number> {
  const query = graphql(`
    query LastSequence {
      changes(last: 1) {
        changes {
          sequence
        }
      }
    }
  `)
  return (await service.ask(query)).changes.changes[0]!.sequence
}

describe('an idempotency key', () => {
  it('answers with the entry as it is now, and with the first cursor', async () => {
    const given = { name: 'First', idempotencyKey: key() }
    const first = await written(service, 'addPerson', given)
    const { id } = first.entry
    await written(service, 'updatePerson', { id, expectedVersion: 1, name: 'Second' })
    await written(service, 'retractEntry', { id, expectedVersion: 2, reason: 'Twice.' })
    expect(await write(service, 'addPerson', given)).toEqual({
      entry: { ...first.entry, version: 3, retraction: { editor: 'editor', reason: 'Twice.' } },
      errors: [],
      cursor: first.cursor,
    })
  })

  it('answers a change that changed nothing as the first time', async () => {
    const { id } = await make.person({ name: 'Same' })
    const given = { id, expectedVersion: 1, name: 'Same', idempotencyKey: key() }
    const first = await written(service, 'updatePerson', given)
    await written(service, 'updatePerson', { id, expectedVersion: 1, name: 'Other' })
    const repeated = await written(service, 'updatePerson', given)
    expect(repeated).toEqual({ entry: { ...first.entry, version: 2 }, cursor: first.cursor })
  })

  it('is not used up by a call that is refused', async () => {
    const idempotencyKey = key()
    const { id } = await make.person()
    for (const given of [{ name: ' ' }, { expectedVersion: 7, name: 'Other' }, { citations: [{ sourceId: 'x' }] }]) {
      await refused(service, 'updatePerson', { id, expectedVersion: 1, idempotencyKey, ...given })
    }
    await written(service, 'updatePerson', { id, expectedVersion: 1, idempotencyKey, name: 'Other' })
    expect(await refusal(service, 'updatePerson', { id, expectedVersion: 2, idempotencyKey, name: ' ' })).toEqual([
      'IDEMPOTENCY_KEY_REUSED idempotencyKey',
    ])
  })

  it('is not used up by the slower of two that cannot both be carried out', async () => {
    const { id } = await make.person()
    const inputs = ['A', 'B'].map((name) => ({ id, expectedVersion: 1, name, idempotencyKey: key() }))
    const answers = await Promise.all(inputs.map((input) => write(service, 'updatePerson', input)))
    const loser = answers.findIndex(({ errors }) => errors.length > 0)
    await written(service, 'updatePerson', { ...inputs[loser], expectedVersion: 2 })
  })

  it('holds for one token and one mutation', async () => {
    const idempotencyKey = key()
    const names = ['Editor', 'Admin'].map((name) => ({ name, idempotencyKey }))
    const ofEditor = await written(service, 'addPerson', names[0]!, EDITOR)
    const ofAdmin = await written(service, 'addPerson', names[1]!, ADMIN)
    const source = await written(service, 'addSource', { ...known.inputs.Source, idempotencyKey })
    expect(new Set([ofEditor, ofAdmin, source].map(({ entry }) => entry.id)).size).toBe(3)
    expect(await written(service, 'addPerson', names[1]!, ADMIN)).toEqual(ofAdmin)
    expect(await written(service, 'addPerson', names[0]!, EDITOR)).toEqual(ofEditor)
  })

  it('that is absent, null or blank makes each call one of its own', async () => {
    for (const given of [{}, { idempotencyKey: null }, { idempotencyKey: '' }]) {
      const input = { ...known.inputs.Person, ...given }
      expect((await written(service, 'addPerson', input)).entry.id).not.toBe(
        (await written(service, 'addPerson', input)).entry.id,
      )
    }
  })

  it('answers a call whose first answer was lost with its connection', async () => {
    for (let round = 0; round < 3; round += 1) {
      const given = { name: `Lost ${round}`, idempotencyKey: key() }
      const before = await sequence()
      await sendAndHangUp('addPerson', given)
      // The first time the retry comes at once, then once the lost call is in the log; each look is a request.
      while (round > 0 && (await sequence()) === before);
      const { entry, cursor } = await written(service, 'addPerson', given)
      expect(await written(service, 'addPerson', given)).toEqual({ entry, cursor })
      expect(await sequence()).toBe(before + 1)
    }
  })
})

/** Sends a mutation and cuts the connection as soon as all of it is on its way. */
function sendAndHangUp(mutation: Mutation, input: Given): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${EDITOR}` },
    })
    sent.on('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? resolve() : reject(error)))
    sent.on('close', resolve)
    sent.end(JSON.stringify({ query: documentOf(mutation), variables: { input } }), () => sent.socket?.destroy())
  })
}
