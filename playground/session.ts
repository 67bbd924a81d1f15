/** Who has signed in to edit, as /edit/session tells. */
export interface Session {
  readonly name: string
  readonly role: string
}

/** Longer than any healthy answer; the page waits for this before it shows. */
const TIMEOUT_MS = 2_000

/** Who has signed in with this browser; null when nobody has, or it cannot be known. Never rejects. One request. */
export async function findSession(url: URL): Promise<Session | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    // As our own service answers there.
    return response.ok ? ((await response.json()) as Session | null) : null
  } catch {
    return null
  }
}
