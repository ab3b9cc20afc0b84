/** The databases a client is generated and a migration is written for. */
export const DATABASES = ['sqlite', 'postgresql'] as const

export type Database = (typeof DATABASES)[number]

/**
 * The source of models, rewritten for one database.
 * @param source text of `prisma/schema.prisma`
 * @param output absolute folder of the generated client
 * @throws {Error} if the source does not name its provider and output in the expected lines
 */
export function schemaFor(database: Database, source: string, output?: string): string {
  const provider = 'provider = "sqlite"'
  const generated = 'output       = "../lib/db/generated/sqlite"'
  if (!source.includes(provider) || !source.includes(generated))
    throw new Error('prisma/schema.prisma: the provider or output line has changed its shape')
  const forDatabase = source.replace(provider, `provider = "${database}"`)
  return output ? forDatabase.replace(generated, `output       = ${JSON.stringify(output)}`) : forDatabase
}
