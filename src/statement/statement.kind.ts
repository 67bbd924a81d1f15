import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { resettle } from '../live/edit.ts'
import type { Kind } from '../live/kind.ts'
import type { Draft } from '../live/draft.ts'
import type { Reaction } from '../live/reaction.ts'
import { each, one } from '../live/references.ts'
import { listOf, rowsOf } from '../live/rows.ts'
import type { EntryType } from '../record/entry.ts'
import { REDACTED, dateAlone, noItems, noWords, nothing } from '../record/redaction.ts'
import { Refused } from '../record/refusal.ts'
import { citedSources, requireStanding, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { checkQuotes } from './quotes.ts'
import { type StatementFields, attributionOf, readStatement } from './statement.rules.ts'

const ACTOR: readonly EntryType[] = ['PERSON', 'ORGANIZATION']

/** How a statement is written. */
export const statementKind: Kind<StatementFields> = {
  type: 'STATEMENT',
  read: readStatement,
  references: (own) => [
    ...citedSources(own.citations),
    ...one(own.speakerId, ACTOR, ['speakerId']),
    ...each(own.jointWithIds, ACTOR, 'jointWithIds'),
    ...one(own.onBehalfOfId, ['ORGANIZATION'], ['onBehalfOfId']),
    ...own.quotes.flatMap(({ sourceId }, index) => one(sourceId, ['SOURCE'], ['quotes', index, 'sourceId'])),
    ...one(own.locationId, ['LOCATION'], ['locationId']),
    ...one(own.atEventId, ['EVENT'], ['atEventId']),
    ...each(own.aboutEventIds, ['EVENT'], 'aboutEventIds'),
    ...one(own.negotiationId, ['NEGOTIATION'], ['negotiationId']),
    ...one(own.proposalId, ['PROPOSAL'], ['proposalId'], own.negotiationId),
    ...each(own.viaIds, ['SOURCE'], 'viaIds'),
  ],
  settle: async (tx, changes, found) => {
    const placed = await placeCitations(tx, changes)
    for (const { own } of placed) {
      const problems = requireStanding(own.citations, found)
      if (problems.length > 0) throw new Refused(problems)
    }
    const quoted = await checkQuotes(tx, placed)
    return quoted.map(({ id, own }) => {
      const speaker = own.speakerId === null ? null : found.get(own.speakerId)?.type
      const attribution = attributionOf(speaker === null || speaker === 'PERSON' ? speaker : 'ORGANIZATION')
      return { id, own: { ...own, attribution: own.attribution ?? attribution } }
    })
  },
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: own.date,
    names: [],
    search: [
      { field: 'content', text: own.content },
      ...own.quotes.map((quote) => ({ field: 'quote' as const, text: quote.exact })),
    ],
    citations: own.citations,
    identifiers: [],
  }),
  rows: (own) => {
    const { speakerId, speakerTitle, onBehalfOfId, quoteType, speechAct, content, language, locationId } = own
    const { medium, platform, audience, topics, atEventId, proposalId, negotiationId } = own
    return rowsOf(
      'Statement',
      {
        ...{ speakerId, speakerTitle, onBehalfOfId, quoteType, speechAct, content, language, locationId },
        ...{ medium, platform, audience, topics, atEventId, proposalId, negotiationId },
        // Settled by now; the fallback is for the compiler, which cannot know.
        attribution: own.attribution ?? 'AMBIGUOUS',
      },
      listOf(
        'JointSpeaker',
        'statementId',
        own.jointWithIds.map((actorId) => ({ actorId })),
      ),
      listOf('Quote', 'statementId', own.quotes),
      listOf(
        'StatementEvent',
        'statementId',
        own.aboutEventIds.map((eventId) => ({ eventId })),
      ),
      listOf(
        'StatementVia',
        'statementId',
        own.viaIds.map((sourceId) => ({ sourceId })),
      ),
    )
  },
  blanks: {
    ...{
      content: noWords,
      date: dateAlone,
      platform: nothing,
      audience: nothing,
      topics: noItems,
      citations: sourcesAlone,
    },
    speakerTitle: (_, { speakerId }) => (speakerId === null ? REDACTED : null),
    // As many as there were: a DIRECT statement has a quote.
    quotes: (quotes) =>
      quotes.map(({ sourceId }) => ({
        ...{ exact: REDACTED, sourceId, start: null, end: null },
        ...{ insertions: [], verified: false },
      })),
  },
}

/**
 * When a source gets a text, the quotes that name it are looked up in it: each statement in which one is found changes, in the log too. A retracted one
 * does not change; it is looked at when it is reinstated.
 */
export const verifyQuotes: Reaction = async (tx, draft, editor) =>
  resettle(tx, statementKind, await withOpenQuotes(tx, draft), editor, 'The text of the quoted source was added.')

async function withOpenQuotes(tx: Transaction, { entryId, entryType, kind, changedFields }: Draft): Promise<string[]> {
  const condition =
    entryType === 'SOURCE' && kind === 'UPDATED' && changedFields.includes('text')
      ? sql`q.source_id = ${entryId}::uuid and e.retracted_at is null`
      : entryType === 'STATEMENT' && kind === 'REINSTATED'
        ? sql`q.statement_id = ${entryId}::uuid and q.source_id is not null`
        : null
  if (condition === null) return []
  const rows = await tx.rows<{ id: string }>(sql`
    select distinct q.statement_id as id from quote q join entry e on e.id = q.statement_id
    where not q.verified and ${condition} order by 1`)
  return rows.map(({ id }) => id)
}
