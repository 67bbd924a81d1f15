// Parley itself, from its build. Every way into the service that the benchmarks take goes through here and fanout/peer.mjs.
import { startApp } from '../dist/app.js'
import { readConfig } from '../dist/config.js'

/** The token of the editor who writes. */
export const TOKEN = 'bench'

/**
 * Starts the service on a database. What a variable means that this version does not know is nothing.
 *
 * @param {string} databaseUrl
 * @param {Record<string, string>} [settings]
 * @param {import('../dist/app.js').AppOptions} [options]
 */
export function startService(databaseUrl, settings = {}, options = {}) {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_TOKEN: TOKEN,
    EDITOR_TOKEN: '',
    SAMPLE_RECORD: '',
    LOG_LEVEL: 'silent',
    // All subscribers come from one address here.
    MAX_SOCKETS: '20000',
    MAX_SOCKETS_PER_ADDRESS: '20000',
    RATE_LIMIT: 'off',
    ...settings,
  })
  return startApp(readConfig(), options)
}
