import 'server-only'
import { AppError } from '@/lib/errors'

/** Room for the multipart frame around an uploaded file. Bytes. */
const FRAME = 64 * 1024

function tooLarge(limit: number): AppError {
  const mebibytes = limit / (1024 * 1024)
  const size = mebibytes >= 1 ? `${Math.floor(mebibytes)} MiB` : `${Math.floor(limit / 1024)} KiB`
  return new AppError('too_large', `This is too large: at most ${size} can be sent here. Nothing was saved.`)
}

/**
 * The body of a request, never holding more than `limit` bytes.
 * @throws {AppError} `too_large` as soon as it is known to be longer
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array(0)
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(parts, length)
    length += value.byteLength
    if (length > limit) {
      await reader.cancel()
      throw tooLarge(limit)
    }
    parts.push(value)
  }
}

/** A file somebody sent. */
export interface Upload {
  /** The file's own name, without folders, at most 200 characters. */
  name: string
  bytes: Uint8Array
}

/**
 * The file in the field `file` of a multipart form.
 * @param limit largest size of the file in bytes, checked while it comes in
 * @throws {AppError} `too_large`, `unsupported` for another kind of body, `invalid` without a file
 */
export async function readUpload(request: Request, limit: number): Promise<Upload> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data;/i.test(contentType))
    throw new AppError('unsupported', 'Send the file as multipart/form-data in a field named “file”.')
  const body = await readBytes(request, limit + FRAME)
  const sent = await fileIn(body, contentType)
  if (sent.size > limit) throw tooLarge(limit)
  const name = sent.name.split(/[\\/]/).at(-1)?.slice(0, 200)
  return { name: name || 'file', bytes: new Uint8Array(await sent.arrayBuffer()) }
}

async function fileIn(body: Uint8Array, contentType: string): Promise<File> {
  let form: FormData
  try {
    form = await new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': contentType },
    }).formData()
  } catch (error) {
    throw new AppError('invalid', 'The upload was broken off or is not a form. Send the file again.', {
      cause: error,
    })
  }
  const sent = form.get('file')
  if (!(sent instanceof File)) throw new AppError('invalid', 'file: no file was sent.')
  return sent
}
