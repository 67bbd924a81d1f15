// What follows from status updates, as a peer would derive it from its rows.

/**
 * @typedef {object} Update A status update that counts.
 * @property {string | null} countsForId
 * @property {string | null} personId
 * @property {string | null} proposalId
 * @property {string | null} position
 * @property {{ entry: { number: number | null } } | null} proposal
 * @property {{ number: number | null, dateEdtf: string | null }} entry
 */

/**
 * The newest position of each (proposal, party, person), since the first update of its unbroken run.
 *
 * @param {readonly Update[]} updates Oldest first.
 * @param {readonly string[]} partyIds As they stand in the negotiation.
 */
export function positionsFrom(updates, partyIds) {
  /** @type {Map<string, Omit<Update, 'countsForId' | 'proposal' | 'entry'> & { partyId: string | null, since: { edtf: string | null }, order: number[] }>} */
  const newest = new Map()
  for (const { countsForId: partyId, personId, proposalId, position, proposal, entry } of updates) {
    const key = `${proposalId} ${partyId} ${personId}`
    const before = newest.get(key)
    const since = before?.position === position ? before.since : { edtf: entry.dateEdtf }
    const place = partyIds.indexOf(partyId ?? '')
    const order = [
      proposal?.entry.number ?? 0,
      place < 0 ? partyIds.length : place,
      personId === null ? 0 : 1,
      entry.number ?? 0,
    ]
    newest.set(key, { position, since, proposalId, partyId, personId, order })
  }
  return [...newest.values()].sort((one, other) => compare(one.order, other.order))
}

/**
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 */
function compare(one, other) {
  const at = one.findIndex((value, index) => value !== other[index])
  return (one[at] ?? 0) - (other[at] ?? 0)
}
