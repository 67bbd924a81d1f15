import { join } from 'node:path'

/** Where a service takes orders; or why it takes none. */
export type ControlPlace =
  { readonly path: string; readonly refusal?: undefined } | { readonly path?: undefined; readonly refusal: string }

/** `sun_path` of sockaddr_un less the zero at its end: 108 bytes on Linux (unix(7)), 104 on the others. */
const MAX_BYTES = process.platform === 'linux' ? 107 : 103

/** The place that belongs to a data folder, by the path that this process knows it by: a relative one counts as it is. */
export function controlPlaceOf(dataDir: string): ControlPlace {
  const path = join(dataDir, 'control.sock')
  if (process.platform === 'win32') return { refusal: 'Windows keeps no sockets in folders' }
  const bytes = Buffer.byteLength(path)
  if (bytes <= MAX_BYTES) return { path }
  return { refusal: `the path ${path} has ${bytes} bytes, and a socket's has ${MAX_BYTES} at most` }
}
