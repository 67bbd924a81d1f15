/** What we use of the library `edtf` 4.11, which ships no types: read from its src/parser.js, src/util.js and src/grammar.js. */
declare module 'edtf' {
  /** One date; `values` are year, month (from 0), day, hour, minute, second and then a faulty fraction (see edtf.ts). */
  export interface ParsedDate {
    readonly type: 'Date'
    readonly level: number
    readonly values: readonly number[]
    readonly uncertain?: boolean | number
    readonly approximate?: boolean | number
    readonly unspecified?: number
    /** Minutes east of UTC; without an offset in the text, that of this machine. */
    readonly offset?: number
    /** Present only when the text has an offset. */
    readonly timeZone?: string
  }

  /** Two ends: Infinity is the open end "..", null the unknown end "". */
  export interface ParsedInterval {
    readonly type: 'Interval'
    readonly level: number
    readonly values: readonly [ParsedDate | number | null, ParsedDate | number | null]
  }

  /** The parse on the lowest level that satisfies the constraints; throws when there is none. */
  export function parse(
    text: string,
    constraints: { readonly level: number; readonly types: readonly ['Date', 'Interval'] },
  ): ParsedDate | ParsedInterval
}
