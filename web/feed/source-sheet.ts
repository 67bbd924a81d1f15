import { passageIn } from '../board/passages.ts'
import type { Words } from '../words/en.ts'

/**
 * Opens sources beside the board: a link into a source shows its text in a dialog, at the words that were cited, and the board stays where it is. The text
 * is that of the page of the source, so both say the same. Where it cannot be had, the link leads there as it always does.
 */
export function openSourcesBeside(page: Document, words: Words): void {
  page.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="/s/"]') : null
    if (
      !link ||
      link.closest('dialog') ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey ||
      event.button !== 0
    )
      return
    event.preventDefault()
    void openSheet(page, link, words.source)
  })
}

async function openSheet(page: Document, link: HTMLAnchorElement, words: Words['source']): Promise<void> {
  const source = await pageOf(link.href)
  const text = source?.getElementById('text')
  const heading = source?.querySelector('h1')?.textContent
  if (!text || heading == null) {
    page.defaultView?.location.assign(link.href)
    return
  }
  const sheet = page.createElement('dialog')
  sheet.className = 'sheet'
  sheet.setAttribute('aria-label', words.beside(heading))
  const whole = page.createElement('a')
  whole.href = new URL(link.href).pathname
  whole.textContent = heading
  const close = page.createElement('button')
  close.type = 'button'
  close.className = 'close'
  close.textContent = words.close
  close.addEventListener('click', () => sheet.close())
  const head = page.createElement('div')
  head.className = 'sheet-head'
  head.append(whole, close)
  sheet.append(head, page.importNode(text, true))
  // Outside it, where only the sheet itself is met.
  sheet.addEventListener('click', ({ target }) => {
    if (target === sheet) sheet.close()
  })
  sheet.addEventListener('close', () => {
    sheet.remove()
    link.focus()
  })
  page.body.append(sheet)
  sheet.showModal()
  const cited = citedIn(sheet, new URL(link.href).hash.slice(1))
  for (const words of cited) words.classList.add('cited')
  cited[0]?.scrollIntoView({ block: 'center' })
}

/** All pieces of a passage: others may begin and end within it. Without the text, the passage as it was cited. */
function citedIn(sheet: HTMLElement, name: string): readonly Element[] {
  const passage = passageIn(name)
  if (!passage) return []
  const marks = [...sheet.querySelectorAll<HTMLElement>('mark[data-start]')].filter(
    ({ dataset }) => Number(dataset['start']) >= passage.start && Number(dataset['end']) <= passage.end,
  )
  return marks.length > 0 ? marks : [...sheet.querySelectorAll(`[id="${name}"]`)]
}

async function pageOf(href: string): Promise<Document | null> {
  try {
    const response = await fetch(href)
    if (!response.ok) return null
    return new DOMParser().parseFromString(await response.text(), 'text/html')
  } catch {
    return null
  }
}
