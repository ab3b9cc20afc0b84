import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

/** A file of this folder with all that it imports as one minified script. @throws {Error} when it does not build */
export async function bundled(file: string): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': ROOT } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      copyPublicDir: false,
      lib: { entry: join(import.meta.dirname, file), formats: ['iife'], name: 'handScript' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error(`${file} was not built.`)
  return output.output[0].code
}
