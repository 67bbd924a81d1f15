import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findAccessTokens, hashOfToken, keepFirstAdminToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { ConfigurationError } from '../db/errors.mjs'
import { IN_MEMORY, makeFolder } from '../db/folder.mjs'
import { isLive, isOurs, newSecret } from './tokens.ts'

/** An admin token that was made here. */
export interface MadeToken {
  readonly file: string
  /** Only at the start that made it. */
  readonly token: string | null
}

/**
 * Sees to it that the database knows an admin token, if it never had one: the one that lies in the folder, which was made for another database (the record
 * moves from the embedded one to a server, and perhaps back), else a new one. Answers where it lies; null when that is elsewhere.
 * @throws ConfigurationError when it cannot be kept there, or the file holds something else
 */
export async function keepAdminToken(database: Database, dataDir: string): Promise<MadeToken | null> {
  const file = join(dataDir, 'admin-token')
  const fresh = newSecret()
  const kept = await keepFirstAdminToken(database, () =>
    dataDir === IN_MEMORY ? Promise.resolve(fresh) : keepIn(file, dataDir, fresh),
  )
  if (kept === fresh) return { file, token: fresh }
  // The database may know a token of its own, and the file hold that of another: announced as valid, it would be refused.
  const known = await findAccessTokens(database.reader)
  const hash = hashOfToken(
    await readFile(file, 'utf8').then(
      (text) => text.trim(),
      () => '',
    ),
  )
  if (!known.some((each) => each.hash === hash && isLive(each, Date.now()))) return null
  await keepForOwner(file)
  return { file, token: null }
}

/** A copy or an editor may have opened the file to others. */
async function keepForOwner(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Some file systems know no modes, or only their owner may set them; the service is no less able to serve.
  if ((mode & 0o077) !== 0) await chmod(file, 0o600).catch(() => undefined)
}

/**
 * The token that lies in the file; the fresh one, when there was no file.
 * @throws ConfigurationError when it cannot be kept there
 */
async function keepIn(file: string, dataDir: string, fresh: string): Promise<string> {
  const token = await takeOrPut(file, dataDir, fresh).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(
      `The admin token cannot be kept in ${file}: ${reason}. Set DATA_DIR to a folder that can be written, or set ADMIN_TOKEN.`,
      { cause: error },
    )
  })
  if (isOurs(token)) return token
  throw new ConfigurationError(`${file} holds no token that Parley made. Move it away, or set ADMIN_TOKEN.`)
}

async function takeOrPut(file: string, dataDir: string, fresh: string): Promise<string> {
  makeFolder(dataDir)
  try {
    // Before the database knows it: a crash in between leaves a file that the next start goes by, and never a token that nobody knows.
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx', flush: true })
    return fresh
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    // Never written over: it may be the only copy of what another database knows.
    return (await readFile(file, 'utf8')).trim()
  }
}
