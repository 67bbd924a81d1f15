import { graphql } from '../generated/gql.ts'
import type {
  AddEventInput,
  AddLocationInput,
  AddNegotiationInput,
  AddNegotiationStatusUpdateInput,
  AddOrganizationInput,
  AddPersonInput,
  AddProposalInput,
  AddSourceInput,
  AddStatementInput,
  TypedDocumentString,
} from '../generated/graphql.ts'
import type { TestService } from './service.ts'

/** An entry that was made. */
export interface Made {
  readonly id: string
  readonly number: number
  readonly version: number
}

/** Adds entries through the door, as editor. Whatever is left out is filled in so that the entry is valid and no other's twin. */
export interface Maker {
  readonly source: (given?: Partial<AddSourceInput>) => Promise<Made>
  readonly person: (given?: Partial<AddPersonInput>) => Promise<Made>
  readonly organization: (given?: Partial<AddOrganizationInput>) => Promise<Made>
  readonly location: (given?: Partial<AddLocationInput>) => Promise<Made>
  readonly negotiation: (given?: Partial<AddNegotiationInput>) => Promise<Made>
  /** Makes a negotiation when none is given. */
  readonly proposal: (given?: Partial<AddProposalInput>) => Promise<Made>
  /** Occurred on 11 March 2025; makes a source when no citations are given. */
  readonly event: (given?: Partial<AddEventInput>) => Promise<Made>
  /** By an official without a name, without quotes, on 11 March 2025; makes a source when no citations are given. */
  readonly statement: (given?: Partial<AddStatementInput>) => Promise<Made>
  /** A SIGNAL of 11 March 2025; makes a statement as evidence when neither evidence nor correctsId is given. */
  readonly statusUpdate: (
    given: Partial<AddNegotiationStatusUpdateInput> & { readonly negotiationId: string },
  ) => Promise<Made>
}

const documents = {
  source: graphql(`
    mutation MakeSource($input: AddSourceInput!) {
      made: addSource(input: $input) {
        entry: source {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  person: graphql(`
    mutation MakePerson($input: AddPersonInput!) {
      made: addPerson(input: $input) {
        entry: person {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  organization: graphql(`
    mutation MakeOrganization($input: AddOrganizationInput!) {
      made: addOrganization(input: $input) {
        entry: organization {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  location: graphql(`
    mutation MakeLocation($input: AddLocationInput!) {
      made: addLocation(input: $input) {
        entry: location {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  negotiation: graphql(`
    mutation MakeNegotiation($input: AddNegotiationInput!) {
      made: addNegotiation(input: $input) {
        entry: negotiation {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  proposal: graphql(`
    mutation MakeProposal($input: AddProposalInput!) {
      made: addProposal(input: $input) {
        entry: proposal {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  event: graphql(`
    mutation MakeEvent($input: AddEventInput!) {
      made: addEvent(input: $input) {
        entry: event {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  statement: graphql(`
    mutation MakeStatement($input: AddStatementInput!) {
      made: addStatement(input: $input) {
        entry: statement {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
  statusUpdate: graphql(`
    mutation MakeStatusUpdate($input: AddNegotiationStatusUpdateInput!) {
      made: addNegotiationStatusUpdate(input: $input) {
        entry: statusUpdate {
          id
          number
          version
        }
        errors {
          code
          message
          path
        }
      }
    }
  `),
}

interface Payload {
  readonly made: { readonly entry: Made | null; readonly errors: readonly object[] }
}

/** A maker of entries of this service. Each call throws when the service refuses. */
export function maker(service: Pick<TestService, 'ask'>): Maker {
  let count = 0
  const next = (words: string) => `${words} ${String((count += 1))}`
  const add = async <Input>(document: TypedDocumentString<Payload, { input: Input }>, input: Input): Promise<Made> => {
    const { made } = await service.ask(document, { input })
    if (made.entry === null || made.errors.length > 0)
      throw new Error(`Refused: ${JSON.stringify(made.errors)} for ${JSON.stringify(input)}`)
    return made.entry
  }
  const make: Maker = {
    source: (given) => add<AddSourceInput>(documents.source, { title: next('Report'), kind: 'NEWS_ARTICLE', ...given }),
    person: (given) => add<AddPersonInput>(documents.person, { name: next('Person'), ...given }),
    organization: (given) =>
      add<AddOrganizationInput>(documents.organization, { name: next('Ministry'), kind: 'GOVERNMENT_BODY', ...given }),
    location: (given) => add<AddLocationInput>(documents.location, { name: next('Town'), kind: 'CITY', ...given }),
    negotiation: (given) =>
      add<AddNegotiationInput>(documents.negotiation, { name: next('Talks'), stage: 'CEASEFIRE', ...given }),
    proposal: async (given) =>
      add<AddProposalInput>(documents.proposal, {
        name: next('Proposal'),
        ...given,
        negotiationId: given?.negotiationId ?? (await make.negotiation()).id,
      }),
    event: async (given) =>
      add<AddEventInput>(documents.event, {
        title: next('Meeting'),
        factuality: 'OCCURRED',
        date: { edtf: '2025-03-11' },
        ...given,
        citations: given?.citations ?? [{ sourceId: (await make.source()).id }],
      }),
    statement: async (given) =>
      add<AddStatementInput>(documents.statement, {
        content: next('Something was said'),
        quoteType: 'NONE',
        speechAct: 'REPORT',
        date: { edtf: '2025-03-11' },
        ...(given?.speakerId == null ? { speakerTitle: 'an official' } : {}),
        ...given,
        citations: given?.citations ?? [{ sourceId: (await make.source()).id }],
      }),
    statusUpdate: async (given) => {
      const founded = given.correctsId != null || given.evidenceStatementIds != null || given.evidenceEventIds != null
      const evidence = founded
        ? {}
        : { evidenceStatementIds: [(await make.statement({ negotiationId: given.negotiationId })).id] }
      return add<AddNegotiationStatusUpdateInput>(documents.statusUpdate, {
        kind: 'SIGNAL',
        effectiveOn: { edtf: '2025-03-11' },
        summary: next('A step'),
        ...evidence,
        ...given,
      })
    },
  }
  return make
}
