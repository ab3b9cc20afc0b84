// Checks that tracked files hold no secret, no address of a package registry and no path of somebody's machine,
// and that `npm ci` works from package-lock.json anywhere. `node scripts/hygiene.mjs [folder]`
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const LARGEST_BYTES = 2 * 1024 * 1024

/** @type {[pattern: RegExp, what: string][]} */
const UNWANTED = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,})/, 'a token of GitHub'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'a token of npm'],
  [/\bxox[abprs]-[A-Za-z0-9-]{20,}/, 'a token of Slack'],
  [/\bsk-[A-Za-z0-9_-]{32,}/, 'an API key'],
  [/\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\./, 'a signed token'],
  [/_authToken\s*=|^(?:@[\w-]+:)?registry *=/m, 'a registry setting'],
  [/https?:\/\/[^\s"'<>)]*\b(registry|artifactory|nexus|verdaccio)\b/i, 'the address of a package registry'],
  [/(?<![\w.])\/(?:home|Users)\/[a-z][\w.-]*\/|(?<![\w.])\/root\/[\w.]/, "a path in somebody's home folder"],
  [/(?<![\w.])\/work\/(?:main|shared|\.library)\b/, 'a path of the machine it was written on'],
  [/\b[A-Z]:\\Users\\/, "a path in somebody's home folder"],
]

/**
 * Everything unwanted below `root`, as sentences that begin with `file:line`.
 * @param {string} root
 * @returns {string[]}
 */
export function findUnwanted(root) {
  return [
    ...trackedFiles(root).flatMap((path) => unwantedIn(path, readFileSync(join(root, path)))),
    ...lockProblems(root),
  ]
}

/**
 * @param {string} path
 * @param {Buffer} content
 */
function unwantedIn(path, content) {
  if (content.includes(0)) return []
  const text = content.toString('utf8')
  return UNWANTED.flatMap(([pattern, what]) => {
    const match = pattern.exec(text)
    return match
      ? [`${path}:${text.slice(0, match.index).split('\n').length} holds what looks like ${what}`]
      : []
  })
}

/**
 * npm on a machine whose registry lacks the builds for other systems leaves them out of the lock file without a
 * word, and then `npm ci` refuses it everywhere.
 * @param {string} root
 */
function lockProblems(root) {
  const file = join(root, 'package-lock.json')
  if (!existsSync(file)) return []
  const { packages } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies }]) => [
    ...(resolved
      ? [`package-lock.json:1 ${path} names the address it came from: set omit-lockfile-registry-resolved`]
      : []),
    ...Object.keys(optionalDependencies ?? {})
      .filter((name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map((name) => `package-lock.json:1 lacks ${name}, which ${path} names: \`npm ci\` refuses it`),
  ])
}

/** @param {string} root */
function trackedFiles(root) {
  // -z: names with other letters than ASCII stay readable.
  const names = execFileSync('git', ['ls-files', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  return names.split('\0').filter((name) => {
    const stat = name && statSync(join(root, name), { throwIfNoEntry: false })
    return stat && stat.isFile() && stat.size <= LARGEST_BYTES
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? '.')
  if (!existsSync(join(root, '.git'))) {
    console.log('This is no git checkout: nothing is tracked.')
  } else {
    const unwanted = findUnwanted(root)
    for (const sentence of unwanted) console.log(sentence)
    console.log(unwanted.length === 0 ? 'Tracked files are clean.' : `${unwanted.length} things to remove`)
    process.exitCode = unwanted.length === 0 ? 0 : 1
  }
}
