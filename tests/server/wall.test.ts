import { once } from 'node:events'
import { request } from 'node:http'
import { type Socket, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type TestService, startService } from '../support/service.ts'

const LISTED = 'https://reader.test'
const SMALL = JSON.stringify({ query: '{ viewer { role } }' })
const LARGE = JSON.stringify({ query: '{ __schema { types { name description fields { name description } } } }' })
const JSON_TYPE = { 'content-type': 'application/json' }

describe('the wall of HTTP', () => {
  let service: TestService

  beforeAll(async () => {
    service = await startService({ config: { corsOrigins: [LISTED], requestTimeoutMs: 400 } })
  })
  afterAll(() => service.stop())

  const post = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/graphql`, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })
  const codesOf = async (response: Response) =>
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors.map(
      ({ extensions }) => extensions.code,
    )

  it.each(['/graphql', '/health', '/ready', '/metrics', '/playground', '/nothing', '/'])(
    'sends security headers with every answer: %s',
    async (path) => {
      const { headers } = await fetch(service.url + path, { redirect: 'manual' })
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull()
    },
  )

  it('lets the pages of listed origins read, and of no others', async () => {
    const allowed = async (origin: string, method: string, path: string) => {
      const asking = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
      const response = await fetch(service.url + path, {
        method,
        headers: { origin, ...(method === 'OPTIONS' ? asking : {}) },
      })
      await response.body?.cancel()
      return response.headers.get('access-control-allow-origin')
    }
    const query = '/graphql?query=%7B%20__typename%20%7D'
    for (const [method, path] of [
      ...[
        ['GET', query],
        ['OPTIONS', '/graphql'],
        ['OPTIONS', '/graphql/stream'],
      ],
    ]) {
      expect(await allowed(LISTED, method!, path!)).toBe(LISTED)
      expect(await allowed('https://evil.test', method!, path!)).toBeNull()
      expect(await allowed('null', method!, path!)).toBeNull()
    }
  })

  it('lets the pages of listed origins and our own open sockets, and whatever is no browser', async () => {
    const open = async (origin?: string) => {
      const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin })
      const answer = await Promise.race([
        once(socket, 'open').then(() => 101),
        once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number),
      ])
      socket.on('error', () => undefined)
      socket.terminate()
      return answer
    }
    expect(await Promise.all([undefined, service.url, LISTED].map(open))).toEqual([101, 101, 101])
    const others = ['https://evil.test', 'null', `${LISTED}.evil.test`, service.url.replace(/\d+$/, '1')]
    expect(await Promise.all(others.map(open))).toEqual([403, 403, 403, 403])
  })

  it('cuts whoever sends too slowly, headers or body', async () => {
    const { hostname, port } = new URL(service.url)
    const answered = async (start: string) => {
      const socket: Socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (part: Buffer) => (text += part.toString()))
      socket.on('error', () => undefined)
      socket.write(start)
      const drip = setInterval(() => socket.write('a'), 50)
      await once(socket, 'close')
      clearInterval(drip)
      return text.split('\r\n')[0]
    }
    const head = `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n`
    expect(
      await Promise.all([answered(`${head}X: `), answered(`${head}Content-Length: 90000\r\n\r\n{"query":"`)]),
    ).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout'])
  })

  it('takes no body over 16 MiB, and headers of 16 KiB at most', async () => {
    const large = await post(JSON.stringify({ query: '#'.repeat(16 * 1024 * 1024) }))
    expect([large.status, await codesOf(large)]).toEqual([413, ['BAD_REQUEST']])
    expect((await fetch(`${service.url}/graphql?query=${'a'.repeat(17_000)}`)).status).toBe(431)
  })

  it.each(['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip'])('takes no compressed body: %s', async (encoding) => {
    const response = await post(gzipSync(SMALL), { 'content-encoding': encoding })
    expect([response.status, await codesOf(response)]).toEqual([415, ['BAD_REQUEST']])
  })

  it.each([
    ['/graphql', 'GET, POST, OPTIONS'],
    ['/graphql/stream', 'GET, POST'],
    ['/health', 'GET'],
  ])('names the methods that an address takes: %s', async (path, allow) => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(service.url + path, { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    }
  })

  it('compresses large answers alone, when the client can read that', async () => {
    const sent = (body: string, accepted: string) =>
      new Promise<{ encoding: string | undefined; bytes: number }>((resolve, reject) => {
        const asked = request(
          `${service.url}/graphql`,
          { method: 'POST', headers: { ...JSON_TYPE, 'accept-encoding': accepted } },
          (response) => {
            let bytes = 0
            response.on('data', (part: Buffer) => (bytes += part.length))
            response.on('end', () => resolve({ encoding: response.headers['content-encoding'], bytes }))
          },
        )
        asked.on('error', reject)
        asked.end(body)
      })
    const plain = await sent(LARGE, 'identity')
    expect(plain.encoding).toBeUndefined()
    for (const encoding of ['gzip', 'br']) {
      const compressed = await sent(LARGE, encoding)
      expect(compressed.encoding).toBe(encoding)
      expect(compressed.bytes).toBeLessThan(plain.bytes / 2)
    }
    expect((await sent(SMALL, 'gzip, br')).encoding).toBeUndefined()
  })
})
