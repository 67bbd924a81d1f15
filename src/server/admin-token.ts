import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepFirstAdminToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { IN_MEMORY } from '../db/embedded.mjs'

/** An admin token that was made here. */
export interface MadeToken {
  readonly file: string
  /** Only at the start that made it. */
  readonly token: string | null
}

/** Makes an admin token where the database knows none, and answers where it lies; null when that is elsewhere. */
export async function keepAdminToken(database: Database, dataDir: string): Promise<MadeToken | null> {
  const file = join(dataDir, 'admin-token')
  const token = await keepFirstAdminToken(database, async () => {
    const fresh = `parley_${randomBytes(32).toString('base64url')}`
    // The file first: a crash in between leaves a file that the next start replaces, and never a token that nobody knows.
    if (dataDir !== IN_MEMORY) {
      await mkdir(dataDir, { recursive: true })
      await writeFile(file, `${fresh}\n`, { mode: 0o600 })
    }
    return fresh
  })
  return token !== null || existsSync(file) ? { file, token } : null
}
