import { expect, it } from 'vitest'
import { noteSeen } from './note-seen'

it('lets a reader read on when it cannot be written that he was seen', async () => {
  await expect(noteSeen(Promise.reject(new Error('database or disk is full')))).resolves.toBeUndefined()
})
