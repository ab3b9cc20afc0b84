/** What a call answered. */
export interface Answer {
  status: number
  /** The parsed body when it is JSON, else null. */
  json: Record<string, unknown> | null
  bytes: Uint8Array
  headers: Headers
}

/** What a call sends: JSON, raw bytes, or a file as a form. */
export type Sent =
  { json: unknown } | { bytes: Uint8Array } | { file: { name: string; bytes: Uint8Array } } | null

function bodyOf(sent: Sent): { body?: BodyInit; headers: Record<string, string> } {
  if (!sent) return { headers: {} }
  if ('json' in sent)
    return { body: JSON.stringify(sent.json), headers: { 'content-type': 'application/json' } }
  if ('bytes' in sent)
    return {
      body: sent.bytes as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': 'application/octet-stream' },
    }
  const form = new FormData()
  form.set('file', new File([sent.file.bytes as Uint8Array<ArrayBuffer>], sent.file.name))
  return { body: form, headers: {} }
}

/**
 * A script's view of a server: calls with a personal access token, as anybody's program makes them.
 * @param url of the server
 * @param token null sends no credentials
 */
export function apiClient(url: string, token: string | null) {
  const call = async (
    method: string,
    path: string,
    sent: Sent = null,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const { body, headers } = bodyOf(sent)
    const response = await fetch(url + path, {
      method,
      body,
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }), ...more },
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const json = isJson ? (JSON.parse(new TextDecoder().decode(bytes)) as Answer['json']) : null
    return { status: response.status, json, bytes, headers: response.headers }
  }
  const expectDone = async (
    method: string,
    path: string,
    json?: unknown,
  ): Promise<Record<string, unknown>> => {
    const answer = await call(method, path, json === undefined ? null : { json })
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`)
    return answer.json ?? {}
  }
  return {
    call,
    /** Calls and answers the JSON. @throws {Error} with status and body unless it worked */
    done: expectDone,
    /** As `done`, for what makes something: the id of it. */
    made: async (path: string, json: unknown): Promise<string> =>
      String((await expectDone('POST', path, json)).id),
  }
}

export type ApiClient = ReturnType<typeof apiClient>
