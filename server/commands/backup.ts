import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { backUpWorkshops, restoreWorkshops, verifyBackup } from '@/lib/backup/backup'
import { word, type Command } from './command'

/** Backup, restore, and the rehearsal of a restore. */
export const BACKUP_COMMANDS: readonly Command[] = [
  {
    name: ['backup'],
    usage: 'backup FILE',
    summary: 'copies everything into one file with its hashes, while people go on writing',
    options: {},
    needsDatabase: false,
    async run(call) {
      const file = resolve(word(call, 'file to write'))
      const hashes = await backUpWorkshops(call.env.databaseFile, file)
      return { file, bytes: statSync(file).size, hashes }
    },
  },
  {
    name: ['verify'],
    usage: 'verify FILE',
    summary: 'rehearses the restore of a backup and compares the hash of every chapter; changes nothing',
    options: {},
    needsDatabase: false,
    async run(call) {
      const file = resolve(word(call, 'backup'))
      return { ok: true, file, hashes: await verifyBackup(file) }
    },
  },
  {
    name: ['restore'],
    usage: 'restore FILE',
    summary: 'brings a backup back where no data is yet and proves it; the server must be down',
    options: {},
    needsDatabase: false,
    run: (call) => restoreWorkshops(resolve(word(call, 'backup')), call.env.databaseFile),
  },
]
