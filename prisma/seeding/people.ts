import type { Viewer } from '@/lib/access/contract'
import { addPerson } from '@/lib/accounts/people'
import { database } from '@/lib/db/client'

const HOUR_MS = 3_600_000

/** The moment this many hours ago. */
export function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS)
}

/** The writers of the sample, by name. */
export class People {
  readonly #viewers = new Map<string, Viewer>()

  /** Makes an account. */
  async add(name: string, email: string, password: string): Promise<Viewer> {
    const person = await addPerson({ name, email, password })
    const { colour } = await database().user.findUniqueOrThrow({
      where: { id: person.id },
      select: { colour: true },
    })
    const login = { kind: 'session', id: 'seed', expiresAt: null } as const
    const viewer = { userId: person.id, name, email, colour, isAdmin: false, login }
    this.#viewers.set(name, viewer)
    return viewer
  }

  /** @throws {Error} when the sample has nobody of that name */
  named(name: string): Viewer {
    const viewer = this.#viewers.get(name)
    if (!viewer) throw new Error(`No writer of the sample is called ${name}`)
    return viewer
  }
}
