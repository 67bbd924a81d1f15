// A record of some size, for attacks that look for what grows with it.

const WORDS =
  'talks ceasefire envoy border prisoners grain corridor letter meeting proposal answer delay front ministry capital'
const words = WORDS.split(' ')

const wordAt = (/** @type {number} */ index) => words[index % words.length]
const prose = (/** @type {number} */ seed, /** @type {number} */ length) =>
  Array.from({ length }, (_, at) => wordAt(seed * 7 + at * (1 + (seed % 5)))).join(' ')
const many = (/** @type {number} */ length, /** @type {(index: number) => object} */ make) =>
  Array.from({ length }, (_, index) => make(index))
const date = (/** @type {number} */ index) => ({
  edtf: `20${String(10 + (index % 15))}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`,
})
const citations = (/** @type {number} */ index) => [
  { sourceId: `source-${index % 50}` },
  { sourceId: `source-${(index + 7) % 50}` },
]
const of = (/** @type {number} */ index) => `negotiation-${index % 5}`
const entry = (/** @type {string} */ key, /** @type {string} */ type, /** @type {object} */ input) => ({
  key,
  type,
  input,
})

/** Who and what there is to speak of. */
const cast = () => [
  ...many(50, (index) =>
    entry(`source-${index}`, 'SOURCE', {
      title: `Source ${index} on ${prose(index, 5)}`,
      kind: 'NEWS_ARTICLE',
      text: `${prose(index, 100)} we agree ${prose(index, 20)}`,
      textAccess: 'EVERYONE',
    }),
  ),
  ...many(100, (index) =>
    entry(`organization-${index}`, 'ORGANIZATION', { name: `Organisation ${index}`, kind: 'STATE' }),
  ),
  ...many(200, (index) =>
    entry(`person-${index}`, 'PERSON', {
      name: `Person ${index}`,
      aliases: [`Alias ${index}`],
      memberships: [{ organizationId: `organization-${index % 100}`, title: 'Envoy' }],
    }),
  ),
  ...many(100, (index) =>
    entry(`location-${index}`, 'LOCATION', {
      name: `Place ${index}`,
      kind: 'CITY',
      ...(index >= 10 ? { partOfId: `location-${index % 10}` } : {}),
    }),
  ),
  ...many(5, (index) =>
    entry(of(index), 'NEGOTIATION', {
      name: `Negotiation ${index}`,
      stage: 'CEASEFIRE',
      parties: many(5, (at) => ({ organizationId: `organization-${index * 5 + at}`, role: 'PARTY' })),
    }),
  ),
  ...many(20, (index) =>
    entry(`proposal-${index}`, 'PROPOSAL', { name: `Proposal ${index}`, negotiationId: of(index) }),
  ),
]

/** What was done and said; as many of each as `half`. */
const deeds = (/** @type {number} */ half) => [
  ...many(half, (index) =>
    entry(`event-${index}`, 'EVENT', {
      title: `Event ${index} ${prose(index, 4)}`,
      summary: prose(index, 30),
      factuality: 'OCCURRED',
      date: date(index),
      negotiationId: of(index),
      locationIds: [`location-${index % 100}`],
      participants: many(3, (at) => ({ actorId: `organization-${(index + at * 11) % 100}`, role: 'ACTOR' })),
      citations: citations(index),
    }),
  ),
  ...many(half, (index) =>
    entry(`statement-${index}`, 'STATEMENT', {
      speakerId: `person-${index % 200}`,
      quoteType: 'DIRECT',
      speechAct: 'REPORT',
      content: `${prose(index, 30)} ${index}`,
      quotes: [{ exact: 'we agree', sourceId: `source-${index % 50}` }],
      date: date(index),
      negotiationId: of(index),
      atEventId: `event-${index}`,
      citations: citations(index),
    }),
  ),
  ...many(25, (index) =>
    entry(`status-${index}`, 'NEGOTIATION_STATUS_UPDATE', {
      negotiationId: of(index),
      kind: 'POSITION_CHANGED',
      effectiveOn: date(index),
      summary: prose(index, 10),
      proposalId: `proposal-${index % 20}`,
      partyId: `organization-${(index % 5) * 5 + (index % 5)}`,
      position: 'ACCEPTS',
      evidenceStatementIds: [`statement-${index}`],
    }),
  ),
]

/**
 * A bundle (parley-record/1) of about `entries` entries, 700 or more: mostly events and statements that cite, quote and name each other.
 *
 * @param {number} entries
 */
export function largeBundle(entries) {
  return { format: 'parley-record/1', entries: [...cast(), ...deeds(Math.floor((entries - 500) / 2))] }
}
