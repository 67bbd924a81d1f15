import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The folder's name for a database in memory, which nothing outlives. */
export const IN_MEMORY = 'memory'

/**
 * Makes a folder, for its owner alone, and those above it where they are missing, to outlast a power cut. Throws what the file system says.
 *
 * Node's own `recursive` never ends where a folder is missing and cannot be made because it is missing, as below /proc (seen with v20.20.2).
 * @param {string} folder
 */
export function makeFolder(folder) {
  const place = resolve(folder)
  if (isFolder(place)) return
  if (dirname(place) !== place) makeFolder(dirname(place))
  try {
    mkdirSync(place, { mode: 0o700 })
    syncName(place)
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(place)) throw error
  }
}

/**
 * Syncs the folder in which a file or folder was made or removed: syncing the thing itself says nothing of its name.
 * @param {string} path
 */
export function syncName(path) {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** @param {string} place */
function isFolder(place) {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
}
