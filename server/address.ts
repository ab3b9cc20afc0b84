import type { IncomingMessage } from 'node:http'

/**
 * The address of whoever sent the request. Each trusted proxy appends the address it saw to `X-Forwarded-For`, so
 * with n trusted hops the n-th entry from the end counts and everything before it is hearsay.
 * @param trustedHops how many proxies stand in front of the server; 0 = the socket's own address
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedHops: number,
): string {
  const own = (request.socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '')
  if (trustedHops === 0) return own
  const named = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
  return named.at(-trustedHops) ?? own
}
