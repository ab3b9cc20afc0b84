import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

/** Longest time an answer may take before a test counts the request as unanswered. */
const ANSWER_MS = 10_000

/** A raw answer: status 0 when none came. */
export interface RawAnswer {
  status: number
  /** Everything up to the empty line, without the status line. */
  head: string
  body: string
}

/**
 * Sends these very bytes as a request, which no client library would send, and reads until the server closes, or, when
 * it upgrades or keeps the connection, until its head is there.
 * @param lines of the request line and headers; `Connection: close` is not added
 */
export function sayHttp(port: number, lines: readonly string[], host = '127.0.0.1'): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    let got = ''
    const late = setTimeout(() => socket.destroy(), ANSWER_MS)
    socket.on('data', (bytes) => {
      got += bytes.toString('latin1')
      if (/^HTTP\/1\.1 101 .*\r\n\r\n/s.test(got)) socket.destroy()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(late)
      const [top = '', ...rest] = got.split('\r\n\r\n')
      const [first = '', ...head] = top.split('\r\n')
      resolve({
        status: Number(first.split(' ')[1] ?? 0),
        head: head.join('\r\n'),
        body: rest.join('\r\n\r\n'),
      })
    })
    socket.write([...lines, '', ''].join('\r\n'))
  })
}

/**
 * Posts a body that never says how long it is, a mebibyte at a time, until an answer comes or `mebibytes` are sent.
 * @returns the status, 0 for a connection that was cut without one
 */
export function pourInto(
  url: string,
  headers: Record<string, string>,
  mebibytes: number,
): Promise<{ status: number; sent: number; body: string }> {
  return new Promise((resolve) => {
    const call = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked', ...headers } })
    const drop = Buffer.alloc(1024 * 1024, 'a')
    let sent = 0
    let isOver = false
    const end = (status: number, body: string) => {
      isOver = true
      clearTimeout(late)
      resolve({ status, sent, body })
      call.destroy()
    }
    const late = setTimeout(() => end(0, 'no answer'), ANSWER_MS)
    call.on('error', (error) => isOver || end(0, error.message))
    call.on('response', (answer) => {
      let body = ''
      answer.on('data', (bytes: Buffer) => (body += bytes.toString('utf8')))
      answer.on('end', () => end(answer.statusCode ?? 0, body))
    })
    const pour = () => {
      if (isOver) return
      if (sent === mebibytes) return void call.end()
      sent += 1
      if (call.write(drop)) setImmediate(pour)
      else call.once('drain', pour)
    }
    pour()
  })
}
