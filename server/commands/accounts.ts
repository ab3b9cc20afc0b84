import { text as readText } from 'node:stream/consumers'
import { authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { issueToken, listTokens, revokeToken } from '@/lib/accounts/access-tokens'
import { Email, NewAccount, NewToken } from '@/lib/accounts/contract'
import { signOutEverywhere } from '@/lib/accounts/login-sessions'
import { addPerson, disablePerson, personByEmail } from '@/lib/accounts/people'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { removeMember } from '@/lib/workshop/members'
import { option, word, WrongCall, type Call, type Command } from './command'

const EMAIL = { email: { type: 'string' } } as const

/** Parses what was typed. @throws {AppError} `invalid` naming the option */
function parsed<T>(
  schema: {
    safeParse(value: unknown): {
      success: boolean
      data?: T
      error?: { issues: { path: PropertyKey[]; message: string }[] }
    }
  },
  value: unknown,
): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data as T
  const issue = result.error?.issues[0]
  throw new AppError(
    'invalid',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`.replace(/^: /, ''),
  )
}

async function personCalled(call: Call) {
  const email = parsed(Email, option(call, 'email'))
  const person = await personByEmail(email)
  if (!person) throw new AppError('not_found', `Nobody here has the e-mail address ${email}.`)
  return person
}

/** The command line acts for a person where a rule asks who acts. */
function actingFor({ id, email, name }: { id: string; email: string; name: string }): Viewer {
  return {
    userId: id,
    email,
    name,
    colour: '#000000',
    isAdmin: false,
    login: { kind: 'session', id: 'command-line', expiresAt: null },
  }
}

async function addUser(call: Call) {
  if (call.values['password-stdin'] !== true)
    throw new WrongCall('Say --password-stdin and send the password as one line on standard input.')
  const password = (await readText(process.stdin)).replace(/\r?\n$/, '')
  const account = parsed(NewAccount, { email: option(call, 'email'), name: option(call, 'name'), password })
  return addPerson({ ...account, isAdmin: call.values['admin'] === true })
}

async function listUsers() {
  return database().user.findMany({
    orderBy: { createdAt: 'asc' },
    select: { id: true, email: true, name: true, isAdmin: true, createdAt: true, disabledAt: true },
  })
}

async function createUserToken(call: Call) {
  const person = await personCalled(call)
  const { id, token } = await issueToken(person.id, parsed(NewToken, { label: option(call, 'label') }))
  return { id, token }
}

async function removeFromWorkshop(call: Call) {
  const workshopId = option(call, 'workshop')
  const person = await personCalled(call)
  const owner = await database().membership.findFirst({
    where: { workshopId, role: 'owner' },
    orderBy: { joinedAt: 'asc' },
    select: { user: { select: { id: true, email: true, name: true } } },
  })
  if (!owner) throw new AppError('not_found', `There is no workshop ${workshopId}.`)
  await removeMember(await authorizeWorkshop(actingFor(owner.user), workshopId, 'own'), person.id)
  return { removed: person.id, workshop: workshopId }
}

/** People, tokens and members. */
export const ACCOUNT_COMMANDS: readonly Command[] = [
  {
    name: ['user', 'add'],
    usage: 'user add --email E --name N [--admin] --password-stdin',
    summary: 'makes an account',
    options: {
      ...EMAIL,
      name: { type: 'string' },
      admin: { type: 'boolean' },
      'password-stdin': { type: 'boolean' },
    },
    needsDatabase: true,
    run: addUser,
  },
  {
    name: ['user', 'list'],
    usage: 'user list',
    summary: 'lists every account',
    options: {},
    needsDatabase: true,
    run: listUsers,
  },
  {
    name: ['user', 'disable'],
    usage: 'user disable --email E',
    summary: 'takes a person’s access away at once; text and notes stay',
    options: EMAIL,
    needsDatabase: true,
    async run(call) {
      const person = await personCalled(call)
      await disablePerson(person.id)
      return { disabled: person.id }
    },
  },
  {
    name: ['user', 'sign-out'],
    usage: 'user sign-out --email E',
    summary: 'ends every login session of a person',
    options: EMAIL,
    needsDatabase: true,
    async run(call) {
      return { ended: await signOutEverywhere(actingFor(await personCalled(call))) }
    },
  },
  {
    name: ['token', 'create'],
    usage: 'token create --email E --label L',
    summary: 'makes a personal access token; it is shown this once',
    options: { ...EMAIL, label: { type: 'string' } },
    needsDatabase: true,
    run: createUserToken,
  },
  {
    name: ['token', 'list'],
    usage: 'token list --email E',
    summary: 'lists a person’s live tokens',
    options: EMAIL,
    needsDatabase: true,
    run: async (call) => listTokens(actingFor(await personCalled(call))),
  },
  {
    name: ['token', 'revoke'],
    usage: 'token revoke --email E ID',
    summary: 'ends a token and closes what it opened',
    options: EMAIL,
    needsDatabase: true,
    async run(call) {
      const id = word(call, 'token')
      await revokeToken(actingFor(await personCalled(call)), id)
      return { revoked: id }
    },
  },
  {
    name: ['member', 'remove'],
    usage: 'member remove --workshop W --email E',
    summary: 'removes a member; his open connections close within seconds',
    options: { ...EMAIL, workshop: { type: 'string' } },
    needsDatabase: true,
    run: removeFromWorkshop,
  },
]
