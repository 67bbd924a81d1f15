import { eventKind } from '../event/event.kind.ts'
import type { SearchText } from '../live/card.ts'
import type { Fields, Kind } from '../live/edit.ts'
import type { Snapshot } from '../live/log.ts'
import { locationKind } from '../location/location.store.ts'
import { negotiationKind } from '../negotiation/negotiation.store.ts'
import { proposalKind } from '../negotiation/proposal.store.ts'
import { organizationKind } from '../organization/organization.store.ts'
import { personKind } from '../person/person.store.ts'
import type { EntryType } from '../record/entry.ts'
import { sourceKind } from '../source/source.store.ts'
import { statementKind } from '../statement/statement.kind.ts'
import { statusKind } from '../status/status.kind.ts'

// Of each type its kind. What a kind reads it also writes, so nobody who goes by this map can mix their fields up.
const KINDS = {
  PERSON: personKind,
  ORGANIZATION: organizationKind,
  LOCATION: locationKind,
  SOURCE: sourceKind,
  NEGOTIATION: negotiationKind,
  PROPOSAL: proposalKind,
  EVENT: eventKind,
  STATEMENT: statementKind,
  NEGOTIATION_STATUS_UPDATE: statusKind,
} as const

/** How an entry of a type is written. */
export function kindOf(type: EntryType): Kind<Fields> {
  return KINDS[type] as unknown as Kind<Fields>
}

/** The texts of an entry that search looks in. */
export function searchTextsOf(entry: Snapshot): readonly (SearchText & { readonly text: string })[] {
  return kindOf(entry.entryType)
    .card(entry)
    .search.flatMap(({ field, text }) => (text === null ? [] : [{ field, text }]))
}
