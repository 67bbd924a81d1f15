/** An event as it came over the wire. */
export interface StreamedEvent {
  readonly event: string
  readonly id: string | undefined
  /** The parsed data; null where there is none. */
  readonly data: unknown
}

/** An event stream that is open. */
export interface EventReader {
  readonly response: Response
  readonly events: readonly StreamedEvent[]
  /** Whether the service has ended it. */
  readonly ended: () => boolean
  readonly leave: () => void
}

/** Opens an event stream and collects what comes, word for word: no client of a library, so that a test sees what all of them see. */
export async function readEvents(url: string, init: RequestInit = {}): Promise<EventReader> {
  const leaving = new AbortController()
  const response = await fetch(url, { ...init, signal: leaving.signal })
  const events: StreamedEvent[] = []
  const state = { ended: false }
  const collect = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const part of response.body ?? []) {
      text += decoder.decode(part as Uint8Array, { stream: true })
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      events.push(...whole.flatMap(parse))
    }
  }
  void collect()
    .catch(() => undefined)
    .finally(() => (state.ended = true))
  return { response, events, ended: () => state.ended, leave: () => leaving.abort() }
}

/** As a POST of an operation. */
export function asked(query: string, variables: object = {}, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
  }
}

function parse(block: string): StreamedEvent[] {
  const fields = new Map(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()] as const),
  )
  const event = fields.get('event')
  if (event === undefined) return []
  const data = fields.get('data') ?? ''
  return [{ event, id: fields.get('id'), data: data === '' ? null : (JSON.parse(data) as unknown) }]
}
