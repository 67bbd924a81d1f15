import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'

/** Longer than any address; what a trusted proxy passes on may be anything. */
const MOST_CHARACTERS = 64

/** Says which proxies are believed when they name the client: proxy-addr's words (loopback, linklocal, uniquelocal), addresses, networks. */
export type Trust = (address: string, hop: number) => boolean

/** Believes these proxies, and nobody when there are none. @throws Error when one is neither a word, an address nor a network */
export function trusting(proxies: readonly string[]): Trust {
  return proxies.length === 0 ? () => false : proxyAddr.compile([...proxies])
}

/**
 * Whom a request counts for: the last address in X-Forwarded-For that no trusted proxy added, else that of the connection. Of an IPv6 address its
 * network of 64 bits, since that is what one subscriber is given (RFC 6177).
 */
export function addressOf(request: IncomingMessage, trust: Trust): string {
  // A connection that is gone already has no address; then the client is nobody who could be answered.
  if (request.socket.remoteAddress === undefined) return ''
  return networkOf(proxyAddr(request, trust).slice(0, MOST_CHARACTERS))
}

/** Whether the client speaks https: to a trusted proxy that says so in X-Forwarded-Proto, for this service itself has no TLS. */
export function comesOverTls({ socket, headers }: IncomingMessage, trust: Trust): boolean {
  if (socket.remoteAddress === undefined || !trust(socket.remoteAddress, 0)) return false
  // Of several the last: that of the proxy which is trusted.
  return headers['x-forwarded-proto']?.toString().split(',').at(-1)?.trim() === 'https'
}

function networkOf(address: string): string {
  // Most are, and need no look at the form of others.
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [before = '', after] = address.toLowerCase().split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${groups.join(':')}::/64`
}
