import type { Transaction } from '../db/database.ts'
import type { Settling } from '../live/kind.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { explainMissing } from '../source/missing.ts'
import { findPassage } from '../source/passage.ts'
import { type Searched, searchedById } from '../source/source.store.ts'
import type { QuoteFields, StatementFields } from './statement.rules.ts'

/**
 * The changes with their quotes compared, to the character, with the stored texts: found ones are verified, with their place; where no text is stored
 * they are kept as given. A quote that stood there before is never refused, only verified once its words are found. One statement, and none where there
 * is no quote.
 * @throws Refused with QUOTE_NOT_IN_SOURCE at each new quote whose words do not stand in its source, or in none of the cited ones
 */
export async function checkQuotes(
  tx: Transaction,
  changes: readonly Settling<StatementFields>[],
): Promise<Settling<StatementFields>[]> {
  const sources = await searchedById(tx, changes.flatMap(lookedUp))
  const settled: Settling<StatementFields>[] = []
  for (const change of changes)
    settled.push({ ...change, own: { ...change.own, quotes: await checkIn(tx, change, sources) } })
  return settled
}

function lookedUp({ own, before }: Settling<StatementFields>): string[] {
  const known = knownIn(before)
  return own.quotes.flatMap((quote) => (known.get(keyOf(quote))?.verified ? [] : soughtIn(quote, own)))
}

async function checkIn(
  tx: Transaction,
  { own, before }: Settling<StatementFields>,
  sources: ReadonlyMap<string, Searched>,
): Promise<QuoteFields[]> {
  const known = knownIn(before)
  const problems: UserError[] = []
  const checked: QuoteFields[] = []
  for (const [index, quote] of own.quotes.entries()) {
    const settled = known.get(keyOf(quote))
    const texts = soughtIn(quote, own)
      .flatMap((id) => sources.get(id) ?? [])
      .filter((source) => source.text !== null)
    const found = settled?.verified ? settled : seek(quote, texts)
    if (!found && !settled && texts.length > 0) {
      problems.push(problem('QUOTE_NOT_IN_SOURCE', ['quotes', index], await explainMissing(tx, quote.exact, texts)))
    }
    checked.push(found ?? settled ?? quote)
  }
  if (problems.length > 0) throw new Refused(problems)
  return checked
}

const knownIn = (before: StatementFields | null): ReadonlyMap<string, QuoteFields> =>
  new Map((before?.quotes ?? []).map((quote) => [keyOf(quote), quote]))

/** The source that a quote names, else all that the statement cites. */
const soughtIn = ({ sourceId }: QuoteFields, { citations }: StatementFields): string[] =>
  sourceId === null ? citations.map((citation) => citation.sourceId) : [sourceId]

// What an editor gives of a quote; the rest is the server's to find out.
const keyOf = ({ exact, sourceId, start, end, insertions }: QuoteFields): string =>
  JSON.stringify([exact, sourceId, start, end, insertions])

function seek(quote: QuoteFields, sources: readonly Searched[]): QuoteFields | null {
  for (const source of sources) {
    const passage = source.text === null ? null : findPassage(source.text, quote.exact, quote.start, quote.end)
    if (passage) return { ...quote, sourceId: source.id, start: passage.start, end: passage.end, verified: true }
  }
  return null
}
