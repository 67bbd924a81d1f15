import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Role } from '../access/role.ts'
import { ConfigurationError } from '../db/errors.mjs'

/** Whoever starts the service mends the first mistakes first. */
const SHOWN_MISTAKES = 5
/** As the draft of GraphQL over HTTP writes a hash, and with it graphql-codegen. */
const PREFIX = /^sha256:/

/** Where the list of documents lies, and whom it binds. */
export interface TrustedDocumentsOptions {
  /** Path of the list; undefined: there is none, and everyone may ask what they like. */
  readonly trustedDocuments: string | undefined
  readonly trustedDocumentsFor: 'readers' | 'everyone'
}

/** How a request says which document it means: by its text, by its hash, or both. */
export interface DocumentRequest {
  readonly query?: string | null | undefined
  /** As GraphQL over HTTP has it. Not known to be text: sockets hand on what they are sent. */
  readonly documentId?: unknown
  /** With the `persistedQuery` of Apollo's clients. */
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

const PERSISTED = z.object({ sha256Hash: z.string() })

/** The hash by which a request names its document, without a prefix; undefined when it names none. */
export function hashIn({ documentId, extensions }: DocumentRequest): string | undefined {
  const persisted = extensions?.['persistedQuery']
  const named = documentId ?? (persisted === undefined ? undefined : PERSISTED.safeParse(persisted).data?.sha256Hash)
  return typeof named === 'string' ? named.replace(PREFIX, '') : undefined
}

/** The documents that an operator has listed, and who may ask for others. */
export class TrustedDocuments {
  /** By hash; null without a list. */
  readonly #texts: ReadonlyMap<string, string> | null
  readonly #bindsAll: boolean

  /**
   * Reads the list, once. `problemsOf` says why a text could not be served; `own` are documents of ours, which count as listed.
   * @throws ConfigurationError that names the first documents which are wrong, and what is wrong with each
   */
  constructor(
    { trustedDocuments, trustedDocumentsFor }: TrustedDocumentsOptions,
    problemsOf: (text: string) => readonly string[],
    own: readonly string[] = [],
  ) {
    this.#texts =
      trustedDocuments === undefined
        ? null
        : new Map([...own.map((text) => [sha256(text), text] as const), ...readList(trustedDocuments, problemsOf)])
    this.#bindsAll = trustedDocumentsFor === 'everyone'
  }

  /**
   * The text of the document that a request means, or why it is not served: PERSISTED_QUERY_NOT_SUPPORTED, PERSISTED_QUERY_NOT_FOUND,
   * FORBIDDEN. A hash that is listed decides, whatever text comes with it: over WebSocket Apollo's client sends both, and prints the text otherwise
   * than the list has it.
   */
  textOf(request: DocumentRequest, role: Role): string | GraphQLError {
    const { query } = request
    const hash = hashIn(request)
    if (!this.#texts) return query || hash === undefined ? (query ?? '') : NOT_SUPPORTED
    const listed = hash === undefined ? undefined : this.#texts.get(hash)
    if (listed !== undefined) return listed
    if (!query && hash !== undefined) return NOT_FOUND
    if (role !== 'READER' && !this.#bindsAll) return query ?? ''
    // Of the two texts ours: a lone surrogate has the hash of the sign that stands for it.
    return this.#texts.get(sha256(query ?? '')) ?? (this.#bindsAll ? NOT_LISTED : NOT_LISTED_FOR_READERS)
  }
}

const refusal = (code: string, message: string) => new GraphQLError(message, { extensions: { code } })

const NOT_SUPPORTED = refusal(
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'This service has no list of documents; send the text of the operation.',
)
const NOT_FOUND = refusal(
  'PERSISTED_QUERY_NOT_FOUND',
  'No document on the list of this service has this SHA-256; its operator can add it.',
)
const NOT_LISTED = refusal('FORBIDDEN', 'This service runs only the documents on its list, and this is none of them.')
const NOT_LISTED_FOR_READERS = refusal(
  'FORBIDDEN',
  'For readers this service runs only the documents on its list, and this is none of them. With the token of an editor it runs any, and shows its schema.',
)

function readList(path: string, problemsOf: (text: string) => readonly string[]): ReadonlyMap<string, string> {
  const entries = Object.entries(readTexts(path))
  if (entries.length === 0) throw new ConfigurationError(`TRUSTED_DOCUMENTS names ${path}, which lists no document.`)
  const mistakes = entries.flatMap(([key, text]) => {
    const hash = sha256(text)
    const wrong = key.replace(PREFIX, '') === hash ? problemsOf(text) : [`It is not the SHA-256 of its text: ${hash}.`]
    return wrong.length === 0 ? [] : [`${key}: ${wrong.join(' ')}`]
  })
  if (mistakes.length > 0) {
    const rest = mistakes.length > SHOWN_MISTAKES ? [`and ${mistakes.length - SHOWN_MISTAKES} more`] : []
    const shown = [...mistakes.slice(0, SHOWN_MISTAKES), ...rest].join('\n')
    throw new ConfigurationError(`TRUSTED_DOCUMENTS names ${path}, which lists what cannot be served.\n${shown}`)
  }
  return new Map(entries.map(([key, text]) => [key.replace(PREFIX, ''), text]))
}

function readTexts(path: string): Readonly<Record<string, string>> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? 'it is not one JSON object of texts by their SHA-256'
        : error instanceof Error
          ? error.message
          : String(error)
    throw new ConfigurationError(`TRUSTED_DOCUMENTS names ${path}, which cannot be read: ${reason}.`, { cause: error })
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
