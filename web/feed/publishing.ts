import { type Draft, type Problem, type Standing, mutationInput } from '../draft/draft.ts'
import type { Outcome } from '../draft/editing.ts'
import { valuesFrom } from '../draft/given.ts'
import type { Kind } from '../draft/values.ts'
import * as sent from '../generated/graphql.ts'
import { type EditorAsk, NoAnswer } from './ask-as-editor.ts'

/** What every mutation answers here. */
interface Done {
  readonly done: {
    readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[]
    readonly cursor?: string | null
    readonly entry?: { readonly id: string; readonly number: number; readonly version: number } | null
  }
}
type Document = sent.TypedDocumentString<Done, { input: never }>

const ADDING: Readonly<Record<Kind, unknown>> = {
  Source: sent.AddSourceDocument,
  Statement: sent.AddStatementDocument,
  Event: sent.AddEventDocument,
  NegotiationStatusUpdate: sent.AddNegotiationStatusUpdateDocument,
  Person: sent.AddPersonDocument,
  Organization: sent.AddOrganizationDocument,
  Location: sent.AddLocationDocument,
  Proposal: sent.AddProposalDocument,
  Negotiation: sent.AddNegotiationDocument,
}
const CHANGING: Readonly<Partial<Record<Kind, unknown>>> = {
  Source: sent.UpdateSourceDocument,
  Statement: sent.UpdateStatementDocument,
  Event: sent.UpdateEventDocument,
  Person: sent.UpdatePersonDocument,
  Organization: sent.UpdateOrganizationDocument,
  Location: sent.UpdateLocationDocument,
  Proposal: sent.UpdateProposalDocument,
  Negotiation: sent.UpdateNegotiationDocument,
}
const READING: Readonly<Record<Kind, unknown>> = {
  Source: sent.EditSourceDocument,
  Statement: sent.EditStatementDocument,
  Event: sent.EditEventDocument,
  NegotiationStatusUpdate: sent.EditNegotiationStatusUpdateDocument,
  Person: sent.EditPersonDocument,
  Organization: sent.EditOrganizationDocument,
  Location: sent.EditLocationDocument,
  Proposal: sent.EditProposalDocument,
  Negotiation: sent.EditNegotiationDocument,
}

/** An entry that stands, and whether it was retracted. */
export interface Opened extends Standing {
  readonly kind: Kind
  readonly retraction: { readonly at: string; readonly reason: string } | null
}

/** An entry as a form corrects it; null when there is none with this id. @throws NoAnswer */
export async function openEntry(editor: EditorAsk, kind: Kind, id: string): Promise<Opened | null> {
  // All of these ask for their fields under the names of the input, which is all that is read of them.
  const document = READING[kind] as sent.TypedDocumentString<
    { given: Readonly<Record<string, unknown>> | null },
    { id: string }
  >
  const { given } = await editor.ask(document, { id })
  if (!given) return null
  const { number, version, retraction } = given as unknown as Opened
  const { text = null, ...values } = valuesFrom(kind, given)
  // A stored text is set once; it is not kept in a browser either, since not everybody may read it.
  const own = text === null ? { values: { ...values, text }, fixed: [] } : { values, fixed: ['text'] }
  return { id, kind, number, version, retraction, ...own }
}

/** What is sent to publish a draft, to the character. */
export const toSend = (draft: Draft): string => JSON.stringify(mutationInput(draft))

/** Publishes what was written as `input` for a draft. Never rejects. */
export async function publish(editor: EditorAsk, draft: Draft, input: string): Promise<Outcome> {
  const { kind, corrects } = draft
  const document = (corrects === null ? ADDING[kind] : CHANGING[kind]) as Document
  const outcome = await carryOut(editor, document, JSON.parse(input))
  if (outcome.type !== 'refused' || corrects === null) return outcome
  if (!outcome.problems.some(({ code }) => code === 'VERSION_CONFLICT')) return outcome
  try {
    const theirs = await openEntry(editor, kind, corrects.id)
    return theirs ? { type: 'conflict', theirs } : outcome
  } catch {
    return outcome
  }
}

/** Takes an entry back, or puts it in force again. Never rejects. */
export function settle(
  editor: EditorAsk,
  act: 'retract' | 'reinstate',
  {
    id,
    version,
    reason,
    key,
  }: { readonly id: string; readonly version: number; readonly reason: string; readonly key: string },
): Promise<Outcome> {
  const document = act === 'retract' ? sent.RetractEntryDocument : sent.ReinstateEntryDocument
  const input = { id, expectedVersion: version, reason, idempotencyKey: key }
  return carryOut(editor, document, input)
}

async function carryOut(editor: EditorAsk, document: Document, input: unknown): Promise<Outcome> {
  try {
    // Checked by the service, which tells what does not fit.
    const { done } = await editor.ask(document, { input: input as never })
    if (done.errors.length > 0 || !done.entry)
      return { type: 'refused', problems: done.errors.map(problemOf), atDoor: false }
    editor.sawUntil(done.cursor)
    return { type: 'published', entry: done.entry }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    if (error.why === 'over') return { type: 'signed-out' }
    if (error.why === 'lost') return { type: 'unanswered' }
    return { type: 'refused', problems: [unread(error.message)], atDoor: true }
  }
}

/** What does not fit the type of an input is told with its path in the message: at "input.date.edtf"; … */
function unread(message: string): Problem {
  const [, path, why] = /at "input\.([^"]+)"; ([\s\S]*)$/.exec(message) ?? []
  if (path === undefined || why === undefined) return { path: [], message, code: 'REFUSED' }
  return { path: path.replaceAll(/\[(\d+)\]/g, '.$1').split('.'), message: why, code: 'INVALID_VALUE' }
}

const problemOf = ({ path, message, code }: Done['done']['errors'][number]): Problem => ({
  // All are of the one argument.
  path: path[0] === 'input' ? path.slice(1) : path,
  message,
  code,
})
