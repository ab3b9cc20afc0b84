import { describe, expect, it } from 'vitest'
import { OPERATIONS } from '@/app/_server/operations'
import { openApi } from '@/app/_server/openapi'
import { ROUTES } from '@/tests/support/routes'

const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`)

describe('the description of the API', () => {
  it('names every call on disk once and no other', () => {
    expect(ROUTES.length).toBeGreaterThan(20)
    expect([...described].sort()).toEqual([...ROUTES].sort())
  })

  it('is made of the contracts: bounds and all', () => {
    const { paths } = openApi() as { paths: Record<string, Record<string, { requestBody?: object }>> }
    const body = JSON.stringify(paths['/api/v1/workshops']?.post?.requestBody)
    expect(body).toContain('"maxLength":200')
    expect(body).toContain('"additionalProperties":false')
  })

  it('gives every call a name of its own', () => {
    const { paths } = openApi() as { paths: Record<string, Record<string, { operationId: string }>> }
    const names = Object.values(paths).flatMap((path) => Object.values(path).map((call) => call.operationId))
    expect(names).toHaveLength(OPERATIONS.length)
    expect(new Set(names).size).toBe(names.length)
  })
})
