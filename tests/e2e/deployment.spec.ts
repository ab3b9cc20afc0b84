import { request as httpsRequest } from 'node:https'
import { text as readText } from 'node:stream/consumers'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { scriptoriumDone } from '@/tests/support/command-line'
import { openHttpsProxy, type HttpsProxy } from '@/tests/support/https-proxy'
import { startServer, type ServerOptions, type TestServer } from '@/tests/support/server'
import { caretAfter, textOf, untilSaved } from './chapter-desk'

const EMAIL = 'mara.voss@island.example'
const PASSWORD = 'a lamp in the harbour window'

/** A server as somebody runs it, with one writer and one chapter, set up without a browser. */
interface Deployment {
  server: TestServer
  api: ApiClient
  chapterId: string
}

async function deploy(options: ServerOptions): Promise<Deployment> {
  const server = await startServer({ production: process.env['TEST_SERVER'] !== 'dev', ...options })
  const link = await server.setupLink()
  const { workshopId } = await apiClient(server.url, null).done('POST', '/api/v1/setup', {
    ...{ name: 'Mara Voss', email: EMAIL, password: PASSWORD, workshopName: 'Tuesday Circle' },
    token: link.split('/').at(-1),
  })
  const words = ['token', 'create', '--email', EMAIL, '--label', 'Nightly export']
  const { token } = await scriptoriumDone(server.dataDir, words)
  const api = apiClient(server.url, String(token))
  const manuscriptId = await api.made(`/api/v1/workshops/${String(workshopId)}/manuscripts`, {
    title: 'The Last Ferry',
  })
  const chapterId = await api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'The Timetable', markdown: 'The ferry stopped running in October.' },
  })
  return { server, api, chapterId }
}

async function signIn(page: Page, home: string): Promise<void> {
  await page.goto(`${home}/sign-in`)
  await page.getByLabel('E-mail address').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${home}/`)
}

async function loginCookie(context: BrowserContext) {
  const cookies = await context.cookies()
  const login = cookies.find(({ name }) => name.endsWith('scriptorium.login'))
  if (!login) throw new Error(`No login cookie was kept, only ${cookies.map(({ name }) => name).join()}`)
  return login
}

/** Opens the chapter at its address, writes, and sees it saved on the server's disk. */
async function write(page: Page, home: string, { api, chapterId }: Deployment): Promise<void> {
  await page.goto(`${home}/chapters/${chapterId}`)
  await textOf(page).waitFor()
  await untilSaved(page)
  await caretAfter(page, 'in October')
  await page.keyboard.type(', and nobody spoke of it')
  await expect(textOf(page)).toContainText('in October, and nobody spoke of it.')
  await untilSaved(page)
  const { bytes } = await api.call('GET', `/api/v1/chapters/${chapterId}/export?format=txt`)
  expect(new TextDecoder().decode(bytes)).toContain('in October, and nobody spoke of it.')
}

/** Signs out by the person's menu; afterwards a copy of the cookie opens nothing. */
async function signOut(page: Page, { server }: Deployment): Promise<void> {
  const { name, value } = await loginCookie(page.context())
  const me = () => apiClient(server.url, null).call('GET', '/api/v1/me', null, { cookie: `${name}=${value}` })
  expect((await me()).status).toBe(200)
  await page.getByRole('button', { name: /Mara Voss/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in$/)
  expect((await me()).status).toBe(401)
}

/** Every address to which the page opened a socket. */
function socketsOf(page: Page): string[] {
  const opened: string[] = []
  page.on('websocket', (socket) => opened.push(socket.url()))
  return opened
}

test('on this machine, with no settings, one signs in at localhost and writes', async ({ page }) => {
  const deployment = await deploy({ env: { BASE_URL: undefined } })
  try {
    const home = `http://localhost:${deployment.server.port}`
    expect(await deployment.server.setupLink()).toMatch(`${home}/setup/`)
    await signIn(page, home)
    expect(await loginCookie(page.context())).toMatchObject({ name: 'scriptorium.login', secure: false })
    await write(page, home, deployment)
    await signOut(page, deployment)
  } finally {
    await deployment.server.stop()
  }
})

test('on a plain-http address of the network the login is kept and a chapter syncs', async ({ page }) => {
  const deployment = await deploy({ host: '127.0.0.2' })
  try {
    const home = deployment.server.url
    expect(home).toMatch(/^http:\/\/127\.0\.0\.2:/)
    const sockets = socketsOf(page)
    await signIn(page, home)
    expect(await loginCookie(page.context())).toMatchObject({
      ...{ name: 'scriptorium.login', domain: '127.0.0.2', path: '/' },
      ...{ secure: false, httpOnly: true, sameSite: 'Lax' },
    })
    await write(page, home, deployment)
    expect(new URL(sockets[0] ?? '').origin).toBe(home.replace('http', 'ws'))
    await page.reload()
    await expect(textOf(page)).toContainText('nobody spoke of it')
    await signOut(page, deployment)
  } finally {
    await deployment.server.stop()
  }
})

test('a page opened under another name of the server moves to its BASE_URL', async ({ page }) => {
  const deployment = await deploy({ env: (port) => ({ BASE_URL: `http://localhost:${port}` }) })
  try {
    const { server, chapterId } = deployment
    const home = `http://localhost:${server.port}`
    await page.goto(`http://127.0.0.1:${server.port}/chapters/${chapterId}`)
    await page.waitForURL(`${home}/sign-in?next=${encodeURIComponent(`/chapters/${chapterId}`)}`)
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${home}/chapters/${chapterId}`)
    await write(page, home, deployment)
  } finally {
    await deployment.server.stop()
  }
})

for (const names of ['kept', 'own'] as const) {
  const whose = names === 'kept' ? 'that keeps the name' : 'with a name of its own for the server'
  test.describe(`behind an https proxy ${whose}`, () => {
    test.use({ ignoreHTTPSErrors: true })
    let proxy: HttpsProxy
    let deployment: Deployment

    test.beforeAll(async () => {
      proxy = await openHttpsProxy(names)
      deployment = await deploy({ env: { BASE_URL: proxy.url, TRUST_PROXY: '1' } })
      proxy.target = { host: '127.0.0.1', port: deployment.server.port }
    })

    test.afterAll(async () => {
      await proxy.close()
      await deployment.server.stop()
    })

    test('the login is a Secure cookie of this host alone, a chapter syncs over wss, signing out ends it', async ({
      page,
    }) => {
      const sockets = socketsOf(page)
      await signIn(page, proxy.url)
      expect(await loginCookie(page.context())).toMatchObject({
        ...{ name: '__Host-scriptorium.login', domain: 'localhost', path: '/' },
        ...{ secure: true, httpOnly: true, sameSite: 'Lax' },
      })
      await write(page, proxy.url, deployment)
      expect(sockets.length).toBeGreaterThan(0)
      expect(new URL(sockets[0] ?? '').origin).toBe(proxy.url.replace('https', 'wss'))
      await signOut(page, deployment)
    })
  })
}

test.describe('who knocks too often behind a proxy', () => {
  let proxy: HttpsProxy
  let deployment: Deployment

  test.beforeAll(async () => {
    proxy = await openHttpsProxy()
    deployment = await deploy({ env: { BASE_URL: proxy.url, TRUST_PROXY: '1' } })
    proxy.target = { host: '127.0.0.1', port: deployment.server.port }
  })

  test.afterAll(async () => {
    await proxy.close()
    await deployment.server.stop()
  })

  interface Ask {
    /** The address from which the proxy is called. */
    from: string
    headers?: Record<string, string>
    body?: string
  }

  async function ask(path: string, { from, headers = {}, body }: Ask) {
    const { port } = new URL(proxy.url)
    const call = httpsRequest({
      ...{ host: '127.0.0.1', port, path, localAddress: from, rejectUnauthorized: false },
      ...{ method: body === undefined ? 'GET' : 'POST', headers: { connection: 'close', ...headers } },
    })
    call.end(body)
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      call.once('response', resolve)
      call.once('error', reject)
    })
    return { status: answer.statusCode, headers: answer.headers, body: await readText(answer) }
  }

  /** Where NextAuth sends somebody who tried this password from this address, claiming to come from `claimed`. */
  async function attempt(from: string, password: string, claimed: string): Promise<string> {
    const csrf = await ask('/api/auth/csrf', { from })
    const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string }
    const cookie = (csrf.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
    const answer = await ask('/api/auth/callback/credentials', {
      from,
      body: new URLSearchParams({ email: EMAIL, password, csrfToken, json: 'true' }).toString(),
      headers: {
        ...{ cookie, origin: proxy.url, 'x-forwarded-for': claimed },
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    return (JSON.parse(answer.body) as { url: string }).url
  }

  test('is told apart by the address the proxy saw, not by the proxy’s own or by what he claims', async () => {
    for (let time = 1; time <= 10; time++)
      expect(await attempt('127.0.0.3', 'not the lamp', `198.51.100.${time}`)).toContain(
        'error=CredentialsSignin',
      )
    expect(await attempt('127.0.0.3', PASSWORD, '198.51.100.99')).toContain('error=too_many')
    expect(await attempt('127.0.0.4', PASSWORD, '127.0.0.3')).not.toContain('error=')
  })
})
