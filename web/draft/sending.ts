import { type Draft, type Standing, saysAnything } from './draft.ts'
import type { Outcome } from './editing.ts'

/** How a draft is sent. */
export interface Sending {
  /** What goes out, to the character. */
  readonly inputOf: (draft: Draft) => string
  readonly publish: (draft: Draft, input: string) => Promise<Outcome>
  readonly reopen: (kind: Draft['kind'], id: string) => Promise<Standing | null>
}

/** What came of it; and where an earlier attempt had been published, the entry as it stands, of which the rest is a correction. */
export interface Sent {
  readonly outcome: Outcome
  readonly rest: Standing | null
}

/**
 * Publishes a draft. An attempt that was never answered is first sent again as it was, under its key: so it is carried out once, whether it had been or
 * not, and what was written since does not become a second entry. `sending` is told of each input before it goes out.
 */
export async function carryOut(draft: Draft, means: Sending, sending: (input: string) => void): Promise<Sent> {
  const now = means.inputOf(draft)
  const first = draft.unanswered ?? now
  sending(first)
  const outcome = await means.publish(draft, first)
  if (first === now) return { outcome, rest: null }
  if (outcome.type === 'refused' && !outcome.atDoor) {
    // It had not been carried out, and cannot be: what is there now is all that there is.
    sending(now)
    return { outcome: await means.publish(draft, now), rest: null }
  }
  if (outcome.type !== 'published') return { outcome, rest: null }
  try {
    return { outcome, rest: await restOf(draft, outcome.entry.id, means) }
  } catch {
    // It is published, but what was written since has to wait for the next attempt.
    return { outcome: { type: 'unanswered' }, rest: null }
  }
}

async function restOf(draft: Draft, id: string, { reopen }: Sending): Promise<Standing | null> {
  const standing = await reopen(draft.kind, id)
  return standing && saysAnything({ ...draft, corrects: standing }) ? standing : null
}
