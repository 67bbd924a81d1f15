import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  MAX,
  defaultWord,
  formed,
  optional,
  optionalDate,
  optionalId,
  optionalWord,
  read,
  required,
  word,
} from '../record/input.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedFields } from './citation.rules.ts'
import type { SourceKind, TextAccess } from './source.type.ts'

const MAX_URL = 2000

const url = () => formed(MAX_URL, 'https://example.org/article', isWebUrl)
const languageTag = () => formed(MAX.name, 'en, uk or zh-Hant', isLanguageTag)

const shape = z.object({
  ...citedFields,
  title: required(MAX.name),
  publisher: optional(MAX.name),
  kind: word<SourceKind>(),
  url: url(),
  archivedUrl: url(),
  publishedOn: optionalDate(),
  language: languageTag(),
  licence: optional(MAX.name),
  textDigest: optionalWord<string>(),
  textAccess: defaultWord<TextAccess>('EDITORS'),
  revisionOfId: optionalId(),
})

const withText = z.object({ text: optional(MAX.text) })

/** A source's own fields. The text stands apart; they hold its digest. */
export type SourceFields = z.output<typeof shape>

/** A source from an input, or from a source with an input laid over. @throws Refused */
export function readSource(input: object): SourceFields {
  const own = read(shape, input)
  if (!('text' in input)) return own
  if (own.textDigest !== null) {
    const message =
      'The text of a source is set once, since offsets point into it. A corrected text is a new source that is the revision of this one.'
    throw new Refused([problem('INVALID_VALUE', ['text'], message)])
  }
  const { text } = read(withText, input)
  return { ...own, textDigest: text === null ? null : createHash('sha256').update(text).digest('hex') }
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)
}

/** Whether a text is a well-formed BCP 47 tag: https://www.rfc-editor.org/rfc/rfc5646#section-2.1 */
export function isLanguageTag(text: string): boolean {
  if (IRREGULAR.has(text.toLowerCase()) || /^x(-[a-z\d]{1,8})+$/i.test(text)) return true
  try {
    // Intl knows the tags of Unicode, which have no second language within (zh-yue).
    return Intl.getCanonicalLocales(text.replace(/^([a-z]{2,3})(-[a-z]{3}){1,3}(?=-|$)/i, '$1')).length === 1
  } catch {
    return false
  }
}

/** Registered before there were rules, and valid since. */
const IRREGULAR: ReadonlySet<string> = new Set(
  (
    'en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu ' +
    'sgn-be-fr sgn-be-nl sgn-ch-de'
  ).split(' '),
)
