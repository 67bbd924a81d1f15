import { z } from 'zod'
import type { Found, Reference } from '../live/references.ts'
import type { Verification } from '../record/entry.ts'
import { MAX, defaultWord, id, list, optional, optionalNumber } from '../record/input.ts'
import { type UserError, problem } from '../record/refusal.ts'
import { findPassage } from './passage.ts'

/** A citation as the log holds it. */
export interface CitationFields {
  readonly sourceId: string
  readonly exact: string | null
  readonly start: number | null
  readonly end: number | null
  readonly locator: string | null
}

const offset = () => optionalNumber(0, MAX.text)

/** What every entry's input has: verification and citations. */
export const citedFields = {
  verification: defaultWord<Verification>('UNVERIFIED'),
  citations: list(
    z
      .object({
        sourceId: id(),
        exact: optional(MAX.prose),
        start: offset(),
        end: offset(),
        locator: optional(MAX.name),
      })
      // The passage between the offsets becomes a part of the entry, and of each of its snapshots.
      .refine(({ start, end }) => start === null || end === null || end - start <= MAX.prose, {
        params: { code: 'TOO_LONG' },
        message: `takes a passage of at most ${String(MAX.prose)} characters.`,
      }),
  ),
}

/** The sources that citations name. */
export function citedSources(citations: readonly CitationFields[]): readonly Reference[] {
  return citations.map(({ sourceId }, index) => ({
    id: sourceId,
    types: ['SOURCE'],
    path: ['citations', index, 'sourceId'],
  }))
}

/** A problem when there is no citation. */
export function requireCitation(citations: readonly CitationFields[]): UserError[] {
  return citations.length > 0
    ? []
    : [problem('CITATION_REQUIRED', ['citations'], 'At least one citation is needed: which source says so?')]
}

/**
 * A problem when none of the citations is of a source that stands: what was cited before may be retracted by now, and stay, but not alone.
 */
export function requireStanding(
  citations: readonly CitationFields[],
  found: ReadonlyMap<string, Pick<Found, 'retracted'>>,
): UserError[] {
  return citations.some(({ sourceId }) => found.get(sourceId)?.retracted === false)
    ? []
    : [
        problem(
          'CITATION_REQUIRED',
          ['citations'],
          'At least one citation of a source that is not retracted is needed.',
        ),
      ]
}

/** Citations of the same sources without the passages, as redaction leaves them. */
export function sourcesAlone(citations: readonly CitationFields[]): CitationFields[] {
  return citations.map(({ sourceId }) => ({ sourceId, exact: null, start: null, end: null, locator: null }))
}

/**
 * The citation with its passage found in the source's text, or null when it does not stand there. A citation of the whole source, or of a
 * source without stored text, stays as it is.
 */
export function placeCitation(citation: CitationFields, text: string | null): CitationFields | null {
  const { exact, start, end } = citation
  if (text === null || (exact === null && start === null && end === null)) return citation
  if (exact === null && (start === null || end === null || start >= end)) return null
  const words = exact ?? text.slice(start ?? 0, end ?? 0)
  const passage = findPassage(text, words, start, end)
  return passage && { ...citation, exact: words, start: passage.start, end: passage.end }
}
