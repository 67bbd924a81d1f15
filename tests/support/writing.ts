import { expect } from 'vitest'
import { type Made, maker } from './make.ts'
import type { TestService } from './service.ts'

/** The mutations that write, with the name of the entry in their payloads. */
export const PAYLOADS = {
  addSource: 'source',
  updateSource: 'source',
  addPerson: 'person',
  updatePerson: 'person',
  addOrganization: 'organization',
  updateOrganization: 'organization',
  addLocation: 'location',
  updateLocation: 'location',
  addNegotiation: 'negotiation',
  updateNegotiation: 'negotiation',
  addProposal: 'proposal',
  updateProposal: 'proposal',
  addEvent: 'event',
  updateEvent: 'event',
  addStatement: 'statement',
  updateStatement: 'statement',
  addNegotiationStatusUpdate: 'statusUpdate',
  retractEntry: 'entry',
  reinstateEntry: 'entry',
} as const
/** A mutation that writes. */
export type Mutation = keyof typeof PAYLOADS
/** What an entry is called in the names of its mutations. */
export type Slice =
  | 'Source'
  | 'Person'
  | 'Organization'
  | 'Location'
  | 'Negotiation'
  | 'Proposal'
  | 'Event'
  | 'Statement'
  | 'NegotiationStatusUpdate'
/** An input as JSON; a table of wrong ones cannot have their types. */
export type Given = Readonly<Record<string, unknown>>

/** What a mutation answers. */
export interface Written {
  readonly entry: (Made & { readonly retraction: { readonly editor: string; readonly reason: string } | null }) | null
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[]
  readonly cursor: string | null
}

/** The document of a mutation that takes its whole input as the variable `input` and answers `payload`. */
export function documentOf(mutation: Mutation): string {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  return `mutation Write($input: ${input}!) { payload: ${mutation}(input: $input) {
    entry: ${PAYLOADS[mutation]} { id number version retraction { editor reason } } errors { code message path } cursor } }`
}

/** Sends any mutation; fails the test when it is not answered with a payload. */
export async function write(service: TestService, mutation: Mutation, input: Given, token?: string): Promise<Written> {
  const { data, errors } = await service.send<{ payload: Written }, { input: Given }>(
    documentOf(mutation),
    { input },
    token,
  )
  if (errors) throw new Error(`${mutation} ${JSON.stringify(input).slice(0, 500)}: ${JSON.stringify(errors)}`)
  return data.payload
}

/** As write, and fails the test when it is refused. */
export async function written(
  service: TestService,
  mutation: Mutation,
  input: Given,
  token?: string,
): Promise<{ readonly entry: Made; readonly cursor: string }> {
  const { entry, errors, cursor } = await write(service, mutation, input, token)
  if (errors.length > 0 || entry === null || cursor === null)
    throw new Error(`${mutation} ${JSON.stringify(input).slice(0, 500)}: ${JSON.stringify(errors)}`)
  return { entry, cursor }
}

const LISTS = [
  'sources',
  'persons',
  'organizations',
  'locations',
  'negotiations',
  'events',
  'statements',
  'statusUpdates',
]

/** Where the log ends and how much the lists hold: equal before and after, when nothing was written. */
export async function stateOf(service: TestService): Promise<object> {
  const { data } = await service.send<object, object>(
    `{ service { headCursor } ${LISTS.map((list) => `${list} { totalCount }`).join(' ')} }`,
  )
  return data
}

/** Sends a mutation that must be refused and must write nothing; answers each problem as "CODE path.below.input". */
export async function refusal(service: TestService, mutation: Mutation, input: Given): Promise<string[]> {
  return (await refused(service, mutation, input)).errors.map(({ code, path }) => `${code} ${path.slice(1).join('.')}`)
}

/** As refusal; answers the whole payload. */
export async function refused(service: TestService, mutation: Mutation, input: Given): Promise<Written> {
  const before = await stateOf(service)
  const answer = await write(service, mutation, input)
  expect(await stateOf(service)).toEqual(before)
  expect(answer.cursor).toBeNull()
  expect(answer.errors.every(({ path }) => path[0] === 'input')).toBe(true)
  expect(answer.errors.filter(({ message }) => !/[.?]$/.test(message))).toEqual([])
  return answer
}

/** One entry of each kind, to be named, and a valid input for a further one of each. */
export interface Known {
  readonly entries: Readonly<Record<Slice, Made>>
  readonly inputs: Readonly<Record<Slice, Given>>
}

/** Makes one entry of each kind. */
export async function knownEntries(service: TestService): Promise<Known> {
  const make = maker(service)
  const [source, person, organization, location] = await Promise.all([
    make.source({ text: 'Words that stand in the text.' }),
    make.person(),
    make.organization(),
    make.location(),
  ])
  const negotiation = await make.negotiation({ parties: [{ organizationId: organization.id, role: 'PARTY' }] })
  const citations = [{ sourceId: source.id }]
  const proposal = await make.proposal({ negotiationId: negotiation.id })
  const event = await make.event({ citations, negotiationId: negotiation.id })
  const statement = await make.statement({ citations, negotiationId: negotiation.id })
  // Of no negotiation, so that it can be evidence in any.
  const evidence = await make.event({ citations })
  const statusUpdate = await make.statusUpdate({ negotiationId: negotiation.id, evidenceEventIds: [event.id] })
  const date = { edtf: '2025-03-11' }
  return {
    entries: {
      ...{
        Source: source,
        Person: person,
        Organization: organization,
        Location: location,
        Negotiation: negotiation,
        Proposal: proposal,
      },
      ...{ Event: event, Statement: statement, NegotiationStatusUpdate: statusUpdate },
    },
    inputs: {
      Source: { title: 'A source', kind: 'NEWS_ARTICLE' },
      Person: { name: 'A person' },
      Organization: { name: 'An organisation', kind: 'STATE' },
      Location: { name: 'A place', kind: 'CITY' },
      Negotiation: { name: 'A negotiation', stage: 'CEASEFIRE' },
      Proposal: { name: 'A proposal', negotiationId: negotiation.id },
      Event: { title: 'An event', factuality: 'OCCURRED', date, citations },
      Statement: {
        content: 'A statement',
        speakerTitle: 'an official',
        quoteType: 'NONE',
        speechAct: 'REPORT',
        date,
        citations,
      },
      NegotiationStatusUpdate: {
        negotiationId: negotiation.id,
        kind: 'SIGNAL',
        effectiveOn: date,
        summary: 'A step',
        evidenceEventIds: [evidence.id],
      },
    },
  }
}
