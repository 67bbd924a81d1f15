/** Signs in again, in place: null when it worked, else why not. Never rejects. */
export async function signInAgain(token: string): Promise<'wrong' | 'reader' | 'lost' | null> {
  try {
    const response = await fetch('/edit/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (response.ok) return null
    return response.status === 403 ? 'reader' : response.status < 500 ? 'wrong' : 'lost'
  } catch {
    return 'lost'
  }
}
