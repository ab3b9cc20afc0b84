import { describe, expect, it } from 'vitest'
import { clientAddress } from './address'

function request(remoteAddress: string, forwarded?: string) {
  return { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as never
}

describe('the address of a client', () => {
  it('is the socket’s own when no proxy is trusted, whatever the request claims', () => {
    expect(clientAddress(request('::ffff:10.0.0.7', '203.0.113.9'), 0)).toBe('10.0.0.7')
  })

  it('is what the trusted proxy saw, not what the client claimed to it', () => {
    expect(clientAddress(request('10.0.0.1', '1.2.3.4, 203.0.113.9'), 1)).toBe('203.0.113.9')
    expect(clientAddress(request('10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2'), 2)).toBe('203.0.113.9')
  })

  it('falls back to the socket when the proxy named nobody', () => {
    expect(clientAddress(request('10.0.0.1'), 1)).toBe('10.0.0.1')
  })
})
