/** Signs in again, in place, as `editor`: null when it worked, else why not. Never rejects. */
export async function signInAgain(
  token: string,
  editor: string,
): Promise<'wrong' | 'reader' | 'lost' | 'other' | null> {
  try {
    const response = await fetch('/edit/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (response.ok) return ((await response.json()) as { readonly name: string }).name === editor ? null : 'other'
    return response.status === 403 ? 'reader' : response.status < 500 ? 'wrong' : 'lost'
  } catch {
    return 'lost'
  }
}
