import type { Transaction } from '../db/database.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import type { CitationFields } from '../source/citation.rules.ts'
import { explainMissing } from '../source/missing.ts'
import { findPassage } from '../source/passage.ts'
import { type Searched, searchedById } from '../source/source.store.ts'
import type { QuoteFields } from './statement.rules.ts'

/**
 * Quotes compared, to the character, with the stored texts: found ones are verified, with their place; where no text is stored they are kept as
 * given. A quote that stood there before is never refused, only verified once its words are found.
 * @throws Refused with QUOTE_NOT_IN_SOURCE at each new quote whose words do not stand in its source, or in none of the cited ones
 */
export async function checkQuotes(
  tx: Transaction,
  quotes: readonly QuoteFields[],
  citations: readonly CitationFields[],
  before: readonly QuoteFields[],
): Promise<QuoteFields[]> {
  const known = new Map(before.map((quote) => [keyOf(quote), quote]))
  const open = quotes.filter((quote) => !known.get(keyOf(quote))?.verified)
  const cited = citations.map((citation) => citation.sourceId)
  const sources = await searchedById(
    tx,
    open.flatMap((quote) => (quote.sourceId === null ? cited : [quote.sourceId])),
  )
  const problems: UserError[] = []
  const checked: QuoteFields[] = []
  for (const [index, quote] of quotes.entries()) {
    const settled = known.get(keyOf(quote))
    const texts = (quote.sourceId === null ? cited : [quote.sourceId])
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
