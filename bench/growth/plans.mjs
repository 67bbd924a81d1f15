import { Client } from 'pg'

/** Longer ones are cut: what was looked for is told by the query. */
const VALUE_CHARACTERS = 200

/**
 * What the database does for a statement, as it tells itself.
 *
 * @param {string} databaseUrl
 * @param {readonly { text: string, values: readonly unknown[] }[]} statements
 * @returns {Promise<readonly string[]>}
 */
export async function plansOf(databaseUrl, statements) {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query("set timezone = 'UTC'")
    const plans = []
    for (const { text, values } of statements) {
      const { rows } = await client.query(`explain (analyze, buffers, costs off, timing off) ${text}`, [...values])
      plans.push(rows.map((row) => row['QUERY PLAN'].slice(0, VALUE_CHARACTERS)).join('\n'))
    }
    return plans
  } finally {
    await client.end()
  }
}
