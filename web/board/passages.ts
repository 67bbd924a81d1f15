/** A stretch of a source's text that entries rest on. */
export interface Passage {
  readonly start: number
  readonly end: number
  readonly number: number
}

/** A piece of a text: within the same passages from end to end. */
export interface Piece {
  readonly start: number
  readonly text: string
  /** Numbers of the entries that rest on it, ascending; none: plain text. */
  readonly numbers: readonly number[]
  /** Where the passages end that begin here, each once. */
  readonly ends: readonly number[]
}

/** A paragraph of a text, in pieces that together are all of it. */
export interface Paragraph {
  readonly start: number
  readonly pieces: readonly Piece[]
}

/** A text in paragraphs, with all passages marked; passages may overlap, nest, and reach beyond a paragraph. What lies outside the text is ignored. */
export function paragraphsOf(text: string, passages: readonly Passage[]): readonly Paragraph[] {
  const held = passages.filter(({ start, end }) => start >= 0 && end <= text.length && start < end)
  const paragraphs: Paragraph[] = []
  let start = 0
  for (const line of text.split(/(?<=\n)/)) {
    if (line !== '') paragraphs.push({ start, pieces: piecesOf(text, start, start + line.length, held) })
    start += line.length
  }
  return paragraphs
}

function piecesOf(text: string, from: number, to: number, passages: readonly Passage[]): readonly Piece[] {
  const within = passages.filter((each) => each.start < to && each.end > from)
  const cuts = new Set([from, to])
  for (const { start, end } of within) for (const cut of [start, end]) if (cut > from && cut < to) cuts.add(cut)
  const places = [...cuts].sort((one, other) => one - other)
  return places.slice(0, -1).map((start, index) => {
    const last = places[index + 1] ?? to
    const covering = within.filter((each) => each.start <= start && each.end >= last)
    return {
      start,
      text: text.slice(start, last),
      numbers: [...new Set(covering.map(({ number }) => number))].sort((one, other) => one - other),
      ends: [...new Set(covering.flatMap((each) => (each.start === start ? [each.end] : [])))],
    }
  })
}

/** What a passage of a text is called in an address: its place. */
export const passageName = (start: number, end: number): string => `c${String(start)}-${String(end)}`

/** The place that an address names; null when it names none. */
export function passageIn(name: string): { readonly start: number; readonly end: number } | null {
  const [, start, end] = /^c(\d{1,9})-(\d{1,9})$/.exec(name) ?? []
  return start === undefined || end === undefined ? null : { start: Number(start), end: Number(end) }
}
