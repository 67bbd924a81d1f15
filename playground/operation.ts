/** What an example needs to name from the record it runs against. */
export interface ExampleIds {
  readonly negotiationId: string
  readonly statementId: string
  readonly sourceId: string
  readonly personId: string
}

/** An operation of the gallery: a document and, where it has any, its variables as JSON. */
export interface ExampleOperation {
  readonly title: string
  /** What it is good for, in a sentence. */
  readonly about: string
  readonly query: string
  readonly variables?: string
}

/** Stands where the record has no such entry yet; the service answers NOT_FOUND for it. */
export const UNKNOWN_IDS: ExampleIds = {
  negotiationId: 'id-of-a-negotiation',
  statementId: 'id-of-a-statement',
  sourceId: 'id-of-a-source',
  personId: 'id-of-a-person',
}

/** Asks for the `ExampleIds`: the first negotiation with a statement of it, a source, a person. */
export const EXAMPLE_IDS_QUERY = `query ExampleIds {
  negotiations(first: 1) {
    nodes { id statements(first: 1) { nodes { id } } }
  }
  sources(first: 1) { nodes { id } }
  persons(first: 1) { nodes { id } }
}`

/** Variables as they stand in the editor. */
export function asJson(variables: object): string {
  return JSON.stringify(variables, null, 2)
}
