import type { ZodType } from 'zod'
import type { ManuscriptVerb, ReaderVerb, WorkshopVerb } from '@/lib/access/contract'

/**
 * Who may call: anybody, whoever is signed in, or who holds the verb on the workshop, manuscript or beta session in the
 * path. To decide about a session is to decide about its manuscript; to look and to read are its readers'.
 */
export type Needs =
  | 'public'
  | 'viewer'
  | `workshop ${WorkshopVerb}`
  | `manuscript ${ManuscriptVerb}`
  | `beta session ${ReaderVerb | 'decide'}`

/** One call of the HTTP API. `path` names its parameters in braces, as OpenAPI does. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/${string}`
  /** One sentence for the reader of the API's description. */
  summary: string
  needs: Needs
  /** JSON by schema, raw bytes, a multipart form whose `file` is the file, or the fields of a plain form. */
  body?: ZodType | 'bytes' | 'upload' | { form: ZodType }
  query?: ZodType
  /** JSON by schema, or a media type of bytes. Absent: no content. */
  result?: ZodType | `${string}/${string}`
  status: 200 | 201 | 204 | 303
}
