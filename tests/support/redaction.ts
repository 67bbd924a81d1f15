import type { Reader, Transaction } from '../../src/db/database.ts'
import { Sql, sql } from '../../src/db/sql.ts'
import { kindOf } from '../../src/entry/entry.kinds.ts'
import { add, update } from '../../src/live/edit.ts'
import type { Draft } from '../../src/live/draft.ts'
import type { Log } from '../../src/live/log.ts'
import type { EntryType } from '../../src/record/entry.ts'
import { newId } from '../../src/record/id.ts'

/** An entry that was added for redaction. */
export interface Target {
  readonly type: EntryType
  readonly id: string
}

/** Writes one change, as the editor "desk". */
export function writeOne(log: Log, work: (tx: Transaction) => Promise<Draft | null>): Promise<unknown> {
  return log.write(async (tx) => {
    const draft = await work(tx)
    return { drafts: draft ? [draft] : [], result: null }
  })
}

/** Lays fields over an entry as it is now; all rules of the entry are looked at again. */
export async function change(log: Log, { type, id }: Target, fields: object): Promise<void> {
  await writeOne(log, async (tx) => {
    const [row] = await tx.rows<{ version: number }>(sql`select version from entry where id = ${id}::uuid`)
    return await update(tx, kindOf(type), { id, expectedVersion: row!.version, ...fields }, 'desk')
  })
}

/** At least one entry of each type, with `word` in every field that takes words, each changed once since. */
export async function addEverywhere(log: Log, word: string): Promise<readonly Target[]> {
  const targets: Target[] = []
  const put = async (type: EntryType, input: object): Promise<string> => {
    const id = newId()
    await writeOne(log, (tx) => add(tx, kindOf(type), input, 'desk', id))
    targets.push({ type, id })
    return id
  }
  const date = (edtf: string) => ({ edtf, asReported: `when ${word} came` })
  const quoted = await put('SOURCE', { title: word, kind: 'OTHER', text: `${word} and others` })
  const citations = [{ sourceId: quoted, exact: word, locator: `page of ${word}` }]
  const identifiers = [{ scheme: word, value: word }]
  const name = { name: `A ${word}`, aliases: [`${word} the Second`], identifiers, citations }
  await put('SOURCE', {
    ...{ title: `On ${word}`, publisher: word, kind: 'OTHER', url: `https://example.org/${word}` },
    ...{ archivedUrl: `https://example.net/${word}`, licence: word, publishedOn: date('2025-03-11') },
    ...{ text: `It is said that ${word} spoke.`, citations },
  })
  await put('LOCATION', { ...name, kind: 'CITY', point: { latitude: 12.3456, longitude: 65.4321 } })
  const organizationId = await put('ORGANIZATION', { ...name, kind: 'OTHER' })
  const memberships = [{ organizationId, title: `Chair of ${word}`, since: date('2020'), until: date('2021') }]
  const person = await put('PERSON', { ...name, memberships })
  const negotiationId = await put('NEGOTIATION', {
    ...{ name: `Talks of ${word}`, summary: word, conflict: word, stage: 'OTHER', citations },
    ...{ openedOn: date('2025-01'), closedOn: date('2025-02'), parties: [{ organizationId, role: 'PARTY' }] },
  })
  await put('PROPOSAL', { name: `Plan of ${word}`, summary: word, negotiationId, citations })
  const event = (title: string) => ({
    ...{ title, summary: word, outcome: word, factuality: 'OCCURRED', date: date('2025-03-10') },
    ...{ modes: [word], contexts: [word], identifiers, citations, negotiationId },
    participants: [
      { role: 'ACTOR', description: `friends of ${word}` },
      { role: 'HOST', actorId: person, description: word },
    ],
    figures: [{ measure: 'OTHER', best: 3, asReported: `three ${word}` }],
  })
  const first = await put('EVENT', event(`${word} arrives`))
  await put('EVENT', { ...event(`${word} leaves`), links: [{ type: 'FOLLOWS', eventId: first, note: word }] })
  await put('STATEMENT', {
    ...{ content: `Of ${word}`, speakerTitle: `an aide of ${word}`, quoteType: 'DIRECT', speechAct: 'REPORT' },
    ...{ platform: word, audience: word, topics: [word], date: date('2025-03-11'), citations, negotiationId },
    quotes: [{ exact: `${word} and others`, insertions: [word] }],
  })
  await put('NEGOTIATION_STATUS_UPDATE', {
    ...{ negotiationId, kind: 'SIGNAL', effectiveOn: date('2025-03-11'), summary: word, citations },
    evidenceEventIds: [first],
  })
  for (const target of targets) await change(log, target, { verification: 'CONFIRMED' })
  return targets
}

/** Every value of every row of every table, as text. */
export async function dumpOf(reader: Reader): Promise<string> {
  const tables = await reader.rows<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  let dump = ''
  for (const { name } of tables) {
    const rows = await reader.rows<{ text: string }>(new Sql([`select t::text as text from "${name}" t`], []))
    dump += `${name}\n${rows.map(({ text }) => text).join('\n')}\n`
  }
  return dump
}
