import type { Ask } from './asking.ts'

/** Asks over HTTP for an answer that is no older than the change with this cursor. */
export function askAt(url: string, cursor: string | null): Ask {
  return async (document, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cursor === null ? {} : { 'parley-cursor': cursor }) },
      body: JSON.stringify({ query: document.toString(), variables }),
    })
    // The document names the shape of its answer; without errors there is one.
    const { data, errors } = (await response.json()) as { data: never; errors?: readonly { message: string }[] }
    if (errors) throw new Error(errors[0]?.message ?? 'There was no answer.')
    return data
  }
}
