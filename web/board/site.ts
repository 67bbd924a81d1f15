import type { Words } from '../words/en.ts'

/** Languages that the board speaks; each has a file in web/words. */
export type Language = 'en' | 'ar'

/** What every page knows of the place where it is shown, as the service says it. */
export interface SiteFacts {
  readonly name: string
  /** IANA name; clock times are told in it. */
  readonly zone: string
  readonly language: Language
  /** Address of a picture in place of the mark; null: the mark. */
  readonly logo: string | null
  /** Whose borders maps draw. */
  readonly boundaries: 'un' | 'defacto' | 'none'
  /** Id of the negotiation to which / leads; null: as many as there are decide. */
  readonly home: string | null
}

/** The same with all that is said there. */
export interface Site extends SiteFacts {
  readonly words: Words
}
