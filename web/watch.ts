import type { WatchedData } from './board/watched.ts'
import { followChanges } from './feed/follow.ts'
import { patch } from './feed/patch.ts'
import { type ChangeKind, WatchedChangesDocument } from './generated/graphql.ts'

/** Several processes may write pages; one that has not heard of a change yet is asked again. */
const ATTEMPTS = 8
const PAUSE_MS = 300

const written = document.getElementById('data')?.textContent
// Our own page.
if (written) watch(JSON.parse(written) as WatchedData)

/** Keeps a page as the service would write it, and tells those who listen what changed. */
function watch(data: WatchedData): void {
  const listening = document.createElement('p')
  listening.className = 'hidden'
  listening.role = 'status'
  document.body.append(listening)
  // One after the other, so that none overtakes another.
  let last = Promise.resolve()
  const follow = (cursor: string): void => {
    followChanges({
      ...{ url: new URL('/graphql', location.origin).href.replace(/^http/, 'ws'), document: WatchedChangesDocument },
      ...{ variables: { filter: data.filter }, cursor },
      onItem: ({ change }) => {
        if (change) last = last.then(() => renew(change.sequence, change.kind)).then(() => undefined)
      },
      onOpen: () => undefined,
      onLost: () => undefined,
      onRefused: (stale) => {
        if (stale) last = last.then(() => renew(0, 'UPDATED')).then((at) => (at === null ? undefined : follow(at)))
      },
    })
  }
  const renew = async (sequence: number, kind: ChangeKind): Promise<string | null> => {
    const page = await pageAfter(sequence)
    if (!page) return null
    const before = linesOf(document)
    document.title = page.title
    for (const part of ['.connection', 'main']) {
      const [old, anew] = [document.querySelector(part), page.querySelector(part)]
      if (old && anew) patch(old, anew)
    }
    const said = data.said ? [data.said[kind]] : [...linesOf(document)].filter((line) => !before.has(line))
    if (said.length > 0) listening.textContent = said.join(' ')
    return dataOf(page)?.cursor ?? null
  }
  follow(data.cursor)
}

/** The lines of a list, as they read. */
const linesOf = (page: Document): ReadonlySet<string> =>
  new Set(
    Array.from(page.querySelectorAll('.negotiations > li'), (line) =>
      Array.from(line.children, (part) => part.textContent.trim()).join(': '),
    ),
  )

/** This page as it is written once a change was heard of; null where it cannot be had. */
async function pageAfter(sequence: number): Promise<Document | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt))
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      if ((dataOf(page)?.sequence ?? -1) >= sequence) return page
    } catch {
      // Out of reach: the same as not there yet.
    }
  }
  return null
}

function dataOf(page: Document): WatchedData | null {
  const text = page.getElementById('data')?.textContent
  return text ? (JSON.parse(text) as WatchedData) : null
}
