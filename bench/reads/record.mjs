// The record that is read: the sample, and around it as much as makes its lists full. The same each time.
import { readFileSync } from 'node:fs'

const SAMPLE = new URL('../../prisma/sample/ceasefire-2025-03.json', import.meta.url)
const NEGOTIATION = 'negotiation-30-day-ceasefire'
const [EVENTS, STATEMENTS, UPDATES, SOURCES] = [2000, 1500, 60, 60]

const PLACES = ['jeddah', 'moscow', 'washington', 'kryvyi-rih', 'odesa', 'kharkiv-region', 'kursk-region']
const PERSONS = ['rubio', 'zelenskyy', 'leavitt', 'waltz', 'peskov', 'vance', 'syrskyi']
const ORGANIZATIONS = ['ukraine', 'russia', 'united-states', 'saudi-arabia', 'white-house', 'kremlin']
const TOPICS = (
  'prisoners, grain corridor, power stations, ports, ceasefire line, monitoring, humanitarian convoys, sanctions, ' +
  'security guarantees, evacuation of the wounded, frozen assets, airspace, border crossings'
).split(', ')
const MEETINGS = 'Delegations discuss, Envoys return to, Officials exchange letters on, Experts meet about'.split(', ')
const POSITIONS = 'PROPOSES UNDER_REVIEW ACCEPTS_WITH_CONDITIONS REJECTS ACCEPTS LEANS_ACCEPT'.split(' ')

const at = (list, index) => list[index % list.length]
const many = (length, make) => Array.from({ length }, (_, index) => make(index))
const two = (number) => String(number).padStart(2, '0')
/** After those of the sample, some of which have no place and nobody who takes part. */
const day = (index) => `2025-${two(4 + (index % 9))}-${two(1 + ((index * 5) % 28))}`
const entry = (key, type, input) => ({ key, type, input })

const source = (index) =>
  entry(`bench-source-${index}`, 'SOURCE', {
    title: `Report ${index} on ${at(TOPICS, index)}`,
    publisher: 'The Daily Record',
    kind: 'NEWS_ARTICLE',
    url: `https://example.org/reports/${index}`,
  })

const citations = (index) => [
  { sourceId: `bench-source-${index % SOURCES}` },
  { sourceId: `bench-source-${(index + 7) % SOURCES}` },
]

const event = (index) =>
  entry(`bench-event-${index}`, 'EVENT', {
    title: `${at(MEETINGS, index)} ${at(TOPICS, index)}, meeting ${index}`,
    summary: `The sides spoke of ${at(TOPICS, index * 5 + 1)} for several hours and left the rest to their experts, who are to report before the next meeting.`,
    type: 'CONSULT',
    factuality: 'OCCURRED',
    date: { edtf: day(index) },
    locationIds: many(1 + (index % 2), (place) => `loc-${at(PLACES, index + place * 3)}`),
    participants: [
      { actorId: `person-${at(PERSONS, index)}`, role: 'ACTOR' },
      { actorId: `org-${at(ORGANIZATIONS, index)}`, role: 'ACTOR' },
      { actorId: `org-${at(ORGANIZATIONS, index + 1)}`, role: 'RECIPIENT' },
    ],
    citations: citations(index),
  })

const statement = (index) =>
  entry(`bench-statement-${index}`, 'STATEMENT', {
    speakerId: `person-${at(PERSONS, index)}`,
    quoteType: 'INDIRECT',
    speechAct: 'REPORT',
    content: `On ${at(TOPICS, index)} there is progress and some distance still to go, and statement ${index} will not be the last on it.`,
    date: { edtf: day(index + 1) },
    atEventId: `bench-event-${index}`,
    citations: citations(index),
  })

const proposal = (index) =>
  entry(`bench-proposal-${index}`, 'PROPOSAL', {
    negotiationId: NEGOTIATION,
    name: `Proposal on ${at(TOPICS, index)}`,
    summary: `What is to be done about ${at(TOPICS, index)} while the guns are silent.`,
  })

const update = (index) =>
  entry(`bench-update-${index}`, 'NEGOTIATION_STATUS_UPDATE', {
    negotiationId: NEGOTIATION,
    kind: 'POSITION_CHANGED',
    effectiveOn: { edtf: `2025-${two(4 + Math.floor(index / 25))}-${two(1 + (index % 25))}` },
    summary: `A side says for the ${index + 1}th time how it stands on ${at(TOPICS, index % 4)}, and what would have to change.`,
    proposalId: `bench-proposal-${index % 4}`,
    partyId: index % 8 < 4 ? 'org-ukraine' : 'org-russia',
    ...(index % 16 === 5 ? { personId: 'person-putin' } : {}),
    // For some updates the same, so that a position has a beginning that must be looked for.
    position: at(POSITIONS, Math.floor(index / 17)),
    proposalStatus: 'PROPOSED',
    evidenceStatementIds: many(2, (place) => `bench-statement-${index * 5 + place}`),
    evidenceEventIds: [`bench-event-${index * 5}`],
  })

/** The sample with its texts in place of the names of their files. */
const readSample = () =>
  JSON.parse(readFileSync(SAMPLE, 'utf8'), (_, value) =>
    typeof value?.$file === 'string' ? readFileSync(new URL(value.$file, SAMPLE), 'utf8') : value,
  )

/** A bundle (parley-record/1) of some 3,700 entries: the sample's own, and those that this bench adds. */
export function bundle() {
  const { entries, ...about } = readSample()
  return {
    ...about,
    entries: [
      ...entries,
      ...many(SOURCES, source),
      ...many(EVENTS, event),
      ...many(STATEMENTS, statement),
      ...many(4, proposal),
      ...many(UPDATES, update),
    ],
  }
}
