import { z } from 'zod'
import { ERROR_CODES } from '@/lib/errors'
import { OPERATIONS } from './operations'
import type { Operation } from './operations/operation'

type Json = Record<string, unknown>

const PROBLEM = {
  type: 'object',
  required: ['code', 'title', 'status', 'detail'],
  properties: {
    code: { type: 'string', enum: ERROR_CODES },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people.' },
  },
}

/** JSON Schema of a contract; what `$schema` says is said once by the whole description. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const binary = { type: 'string', format: 'binary' }

function bodyOf(body: NonNullable<Operation['body']>): Json {
  if (body === 'bytes') return { required: true, content: { 'application/octet-stream': { schema: binary } } }
  if (body === 'upload') {
    const form = { type: 'object', required: ['file'], properties: { file: binary } }
    return { required: true, content: { 'multipart/form-data': { schema: form } } }
  }
  if ('form' in body) {
    const form = schemaOf(body.form, 'input')
    return { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } }
  }
  return { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } }
}

function parametersOf({ path, query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string', maxLength: 128 },
  }))
  if (!query) return inPath
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name) },
    schema,
  }))
  return [...inPath, ...inQuery]
}

function resultOf(result: Operation['result']): Json {
  if (!result) return { description: 'Done.' }
  if (typeof result === 'string')
    return { description: 'The file.', content: { [result]: { schema: binary } } }
  return { description: 'Done.', content: { 'application/json': { schema: schemaOf(result, 'output') } } }
}

function describe(operation: Operation): Json {
  const { method, path, summary, needs, body, result, status } = operation
  const id = `${method.toLowerCase()}${path.replace(/^\/api(\/v1)?/, '').replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`
  return {
    operationId: id.replace(/\W/g, ''),
    summary,
    description: needs === 'public' ? 'Open to everybody.' : `Needs: ${needs}.`,
    ...(needs === 'public' && { security: [] }),
    parameters: parametersOf(operation),
    ...(body && { requestBody: bodyOf(body) }),
    responses: {
      [status]: resultOf(result),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

/** The description of the HTTP API in OpenAPI 3.1, made of the operations and the zod contracts. */
export function openApi(): Json {
  const paths: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const path = (paths[operation.path] ??= {})
    path[operation.method.toLowerCase()] = describe(operation)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Scriptorium',
      version: '1',
      description:
        'A self-hosted writing workshop. What you may not read answers 404, what you may read but not do 403. ' +
        'The text itself is synced at /sync/{docId} with the y-websocket protocol.',
    },
    security: [{ token: [] }, { login: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal access token.' },
        login: {
          ...{ type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
          description: 'The cookie of a signed-in browser; writes need its Origin.',
        },
      },
      responses: {
        Problem: {
          description: 'It was not done.',
          content: { 'application/problem+json': { schema: PROBLEM } },
        },
      },
    },
  }
}
