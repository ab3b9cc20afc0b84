// Serves in this very process, so that signals, the terminal and the exit code are the server's own.
import { ROOT } from './prepare.mjs'

/**
 * Starts `server/main.ts` in this process and answers when it was loaded.
 * @param {'production' | 'development'} mode
 */
export async function serve(mode) {
  process.chdir(ROOT)
  Object.assign(process.env, { NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1' })
  await runTypeScript('server/main.ts')
}

/**
 * Loads a TypeScript module of the project in this process.
 * @param {string} path relative to the project's folder
 */
export async function runTypeScript(path) {
  const { register } = await import('tsx/esm/api')
  register()
  await import(new URL(`../${path}`, import.meta.url).href)
}
