import type { TypedDocumentString } from '../generated/graphql.ts'

/** Why there is no answer. */
export class NoAnswer extends Error {
  /** `over`: the session is; `lost`: nobody knows what came of it; `refused`: it was not done. */
  readonly why: 'over' | 'lost' | 'refused'

  constructor(why: NoAnswer['why'], message: string) {
    super(message)
    this.why = why
  }
}

const AT = '/edit/graphql'

/** Asks as the editor whose session it is; an answer is no older than what this page has written. @throws NoAnswer */
export class EditorAsk {
  #cursor: string | null = null

  /** The answer to a query or a mutation. */
  async ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    const { status, body } = await this.#post(JSON.stringify({ query: document.toString(), variables }))
    const { data, errors } = body
    if (status === 401) throw new NoAnswer('over', errors?.[0]?.message ?? 'The session is over.')
    const [error] = errors ?? []
    // Of a failure nobody knows how far it came.
    const isLost = status >= 500 || error?.extensions?.code === 'INTERNAL_SERVER_ERROR'
    if (error) throw new NoAnswer(isLost ? 'lost' : 'refused', error.message)
    // The document names the shape of its answer; without errors there is one.
    return data as Data
  }

  /** From now on answers know the change with this cursor. */
  sawUntil(cursor: string | null | undefined): void {
    this.#cursor = cursor ?? this.#cursor
  }

  async #post(body: string): Promise<{ readonly status: number; readonly body: Answer }> {
    try {
      const response = await fetch(AT, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(this.#cursor === null ? {} : { 'parley-cursor': this.#cursor }),
        },
        body,
      })
      return { status: response.status, body: (await response.json()) as Answer }
    } catch (error) {
      throw new NoAnswer('lost', error instanceof Error ? error.message : 'There was no answer.')
    }
  }
}

/** An answer of GraphQL, or of a door before it. */
interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}
