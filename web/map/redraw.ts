/** What of a mark can change where its place stays. */
const ATTRIBUTES = ['href', 'class', 'aria-current']

/** Takes over a map that was drawn anew. Where it has the same marks as before they stay the elements that they were, so that none loses the focus. */
export function redraw(frame: Element, drawn: Element): void {
  const [marks, anew] = [frame, drawn].map((each) => [...each.querySelectorAll('a.place')]) as [Element[], Element[]]
  const same = marks.length === anew.length && marks.every((mark, index) => nameOf(mark) === nameOf(anew[index]))
  if (same) for (const [index, mark] of marks.entries()) copy(anew[index], mark)
  else frame.replaceChildren(...drawn.childNodes)
}

const nameOf = (mark: Element | undefined): string | null => mark?.getAttribute('aria-label') ?? null

function copy(from: Element | undefined, to: Element): void {
  for (const name of ATTRIBUTES) {
    const value = from?.getAttribute(name) ?? null
    if (value === null) to.removeAttribute(name)
    else to.setAttribute(name, value)
  }
}
