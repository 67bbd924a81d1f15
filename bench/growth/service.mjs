// The built service, which tells what statements it sends.
import { answer } from '../child.mjs'
import { startService } from '../service.mjs'

/** @type {{ text: string, values: readonly unknown[] }[]} */
let sent = []

answer({
  start: async ({ databaseUrl, settings }) => {
    const onQuery = (text, values) => void sent.push({ text, values })
    const { url } = await startService(databaseUrl, settings, { onQuery })
    return { url }
  },
  /** Those since it was last asked. */
  sent: () => {
    const last = sent
    sent = []
    return last
  },
})
