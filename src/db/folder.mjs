import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder, for its owner alone, and those above it where they are missing. Throws what the file system says.
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
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(place)) throw error
  }
}

/** @param {string} place */
function isFolder(place) {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
}
