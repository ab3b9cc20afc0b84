/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  compress: true,
  devIndicators: false,
  // Without it Next's development server refuses its own scripts on the address that tests use.
  allowedDevOrigins: ['127.0.0.1'],
  // One copy of yjs in the process: a Y.XmlElement made by one copy is a stranger to another.
  serverExternalPackages: [
    'yjs',
    'lib0',
    'y-protocols',
    '@prisma/client',
    '@prisma/adapter-better-sqlite3',
    'better-sqlite3',
    '@node-rs/argon2',
    'pino',
  ],
  // `npm test` and `npm run check` run TypeScript 7 themselves; it has no JavaScript API that Next could call.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
}

export default config
