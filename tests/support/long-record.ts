import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FIRST_DAY = Date.UTC(2015, 0, 1)
const DAY_MS = 86_400_000
const A_DAY = 4
const SIDES = 6
const PLACES = 12

/**
 * A bundle of one negotiation with so many events, statements and status updates, four a day, as SAMPLE_RECORD loads it; answers the file. A seventh of
 * the entries are statements with a quote, one in fifty a status update.
 */
export async function writeLongRecord(folder: string, entries: number): Promise<string> {
  const file = join(folder, `long-${String(entries)}.json`)
  const listed = Array.from({ length: entries }, (_, index) => entryOf(index))
  await writeFile(file, JSON.stringify({ format: 'parley-record/1', entries: [...FRAME, ...listed] }))
  return file
}

const WORDS = 'The sides agree to speak again before the end of the month.'
const citations = [{ sourceId: 'source', exact: WORDS }]
const numbered = <Entry>(count: number, make: (index: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, index) => make(index))

const FRAME = [
  { key: 'source', type: 'SOURCE', input: { title: 'Reports of an agency', kind: 'NEWS_ARTICLE', text: WORDS } },
  ...numbered(SIDES, (index) => ({
    ...{ key: `side-${String(index)}`, type: 'ORGANIZATION' },
    input: { name: `Side ${String(index)}`, kind: 'STATE' },
  })),
  ...numbered(PLACES, (index) => ({
    ...{ key: `place-${String(index)}`, type: 'LOCATION' },
    input: {
      ...{ name: `Town ${String(index)}`, kind: 'CITY', resolution: 'CITY' },
      point: { latitude: 20 + index * 2, longitude: 30 + index },
    },
  })),
  {
    ...{ key: 'talks', type: 'NEGOTIATION' },
    input: {
      ...{ name: 'Talks of many years', stage: 'COMPREHENSIVE_FRAMEWORK', summary: 'They have gone on for years.' },
      parties: numbered(SIDES, (index) => ({ organizationId: `side-${String(index)}`, role: 'PARTY' })),
    },
  },
  { key: 'plan', type: 'PROPOSAL', input: { negotiationId: 'talks', name: 'The plan' } },
]

const POSITIONS = ['UNDER_REVIEW', 'ACCEPTS', 'REJECTS', 'ACCEPTS_WITH_CONDITIONS']

const isSaid = (index: number): boolean => index % 7 === 0

function entryOf(index: number): object {
  const at = { edtf: new Date(FIRST_DAY + Math.floor(index / A_DAY) * DAY_MS).toISOString().slice(0, 10) }
  const side = `side-${String(index % SIDES)}`
  const common = { negotiationId: 'talks', citations }
  if (index % 50 === 49)
    return {
      ...{ key: `entry-${String(index)}`, type: 'NEGOTIATION_STATUS_UPDATE' },
      input: {
        ...{ negotiationId: 'talks', kind: 'POSITION_CHANGED', effectiveOn: at, proposalId: 'plan', partyId: side },
        ...{
          summary: `${side} moves in step ${String(index)}`,
          position: POSITIONS[((index / 50) % POSITIONS.length) | 0],
        },
        evidenceEventIds: [`entry-${String(isSaid(index - 1) ? index - 2 : index - 1)}`],
      },
    }
  if (isSaid(index))
    return {
      ...{ key: `entry-${String(index)}`, type: 'STATEMENT' },
      input: {
        ...{ ...common, speakerId: side, date: at, quoteType: 'DIRECT', speechAct: 'ANNOUNCE', language: 'en' },
        ...{
          content: `They will speak again, as in ${String(index)}.`,
          quotes: [{ exact: WORDS, sourceId: 'source' }],
        },
      },
    }
  return {
    ...{ key: `entry-${String(index)}`, type: 'EVENT' },
    input: {
      ...{ ...common, title: `Meeting ${String(index)} of the delegations`, factuality: 'OCCURRED', date: at },
      ...{ type: 'CONSULT', locationIds: [`place-${String(index % PLACES)}`], summary: 'They spoke for some hours.' },
      participants: [{ actorId: side, role: 'ACTOR' }],
    },
  }
}
