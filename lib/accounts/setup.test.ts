import { beforeEach, describe, expect, it } from 'vitest'
import { env, holdEnv } from '@/lib/env'
import { workshopDatabase } from '@/tests/support/database'
import { awaitsSetup, checkSetupLink, ensureSetupLink, setUp, signUp } from './setup'

const mara = { email: 'mara@island.example', name: 'Mara Voss', password: 'the ferry left at six' }

function tokenOf(link: string | null): string {
  return new URL(link ?? 'none:').pathname.split('/').at(-1) ?? ''
}

describe('setting up', () => {
  const world = workshopDatabase({ BASE_URL: 'https://writers.island.example' })

  beforeEach(async () => {
    await world.db.workshop.deleteMany()
    await world.db.user.deleteMany()
    await world.db.setupLink.deleteMany()
  })

  it('makes the admin and his workshop, once', async () => {
    const link = await ensureSetupLink()
    expect(link).toMatch(/^https:\/\/writers\.island\.example\/setup\/[\w-]{43}$/)
    const token = tokenOf(link)
    const made = await setUp({ ...mara, token, workshopName: 'Tuesday Circle' })
    const admin = await world.db.user.findUniqueOrThrow({ where: { id: made.userId } })
    expect(admin).toMatchObject({ email: mara.email, isAdmin: true })
    expect(
      await world.db.membership.findFirst({ where: { workshopId: made.workshopId ?? '' } }),
    ).toMatchObject({
      userId: made.userId,
      role: 'owner',
    })
    await expect(setUp({ ...mara, email: 'two@island.example', token })).rejects.toMatchObject({
      code: 'gone',
    })
    expect(await ensureSetupLink()).toBeNull()
    expect(await world.db.user.count()).toBe(1)
  })

  it('happens once though twelve people open the link at the same moment', async () => {
    const token = tokenOf(await ensureSetupLink())
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => setUp({ ...mara, email: `mara${i}@island.example`, token })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await world.db.user.count()).toBe(1)
  })

  it('gives a new link at each start, and the old one is void', async () => {
    const old = tokenOf(await ensureSetupLink())
    const fresh = tokenOf(await ensureSetupLink())
    await expect(setUp({ ...mara, token: old })).rejects.toMatchObject({ code: 'not_found' })
    await expect(checkSetupLink(fresh)).resolves.toBeUndefined()
    expect(await awaitsSetup()).toBe(true)
  })

  it('keeps only the hash of the link', async () => {
    const token = tokenOf(await ensureSetupLink())
    expect(JSON.stringify(await world.db.setupLink.findMany())).not.toContain(token)
  })

  it('does not use the link up on a poor password', async () => {
    const token = tokenOf(await ensureSetupLink())
    await expect(setUp({ ...mara, token, password: 'password123' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(setUp({ ...mara, token })).resolves.toMatchObject({ workshopId: null })
  })

  it('leaves sign-up closed unless the settings open it', async () => {
    await setUp({ ...mara, token: tokenOf(await ensureSetupLink()) })
    const tomas = { ...mara, email: 'tomas@island.example', name: 'Tomas Oyelaran' }
    await expect(signUp(tomas)).rejects.toMatchObject({ code: 'forbidden' })
    const closed = env()
    holdEnv({ ...closed, signUp: 'open' })
    try {
      const { userId } = await signUp(tomas)
      expect(await world.db.user.findUnique({ where: { id: userId } })).toMatchObject({ isAdmin: false })
    } finally {
      holdEnv(closed)
    }
  })

  it('comes before open sign-up, so that no stranger is first', async () => {
    const closed = env()
    holdEnv({ ...closed, signUp: 'open' })
    try {
      await expect(signUp(mara)).rejects.toMatchObject({ code: 'forbidden' })
    } finally {
      holdEnv(closed)
    }
    expect(await world.db.user.count()).toBe(0)
  })
})
