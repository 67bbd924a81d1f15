import { EXAMPLE_IDS_QUERY, UNKNOWN_IDS, type ExampleIds } from './operation.ts'

/** Longer than any healthy answer; the page waits for this before it shows. */
const TIMEOUT_MS = 2_000

interface Answer {
  readonly data?: {
    readonly negotiations: {
      readonly nodes: readonly {
        readonly id: string
        readonly statements: Nodes
      }[]
    }
    readonly sources: Nodes
    readonly persons: Nodes
  }
}

interface Nodes {
  readonly nodes: readonly { readonly id: string }[]
}

/**
 * Ids from the record behind `url` for the examples to name; placeholders where the record holds none or gives no answer.
 * Never rejects: the playground is most needed when the service refuses something. One request.
 */
export async function findExampleIds(url: URL): Promise<ExampleIds> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: EXAMPLE_IDS_QUERY }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    // The shape is what EXAMPLE_IDS_QUERY asks for; anything else ends in the catch below.
    const { data } = (await response.json()) as Answer
    const negotiation = data?.negotiations.nodes[0]
    return {
      negotiationId: negotiation?.id ?? UNKNOWN_IDS.negotiationId,
      statementId: negotiation?.statements.nodes[0]?.id ?? UNKNOWN_IDS.statementId,
      sourceId: data?.sources.nodes[0]?.id ?? UNKNOWN_IDS.sourceId,
      personId: data?.persons.nodes[0]?.id ?? UNKNOWN_IDS.personId,
    }
  } catch {
    return UNKNOWN_IDS
  }
}
