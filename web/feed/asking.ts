import type { TypedDocumentString } from '../generated/graphql.ts'

/** Asks the record: on the server within the process, in a browser over HTTP. @throws when there is no answer without errors */
export type Ask = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
) => Promise<Data>
