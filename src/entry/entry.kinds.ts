import { eventKind } from '../event/event.kind.ts'
import type { SearchText } from '../live/card.ts'
import type { Transaction } from '../db/database.ts'
import { type Fields, type Kind, anyKind } from '../live/kind.ts'
import type { Snapshot } from '../live/draft.ts'
import { locationKind } from '../location/location.store.ts'
import { negotiationKind } from '../negotiation/negotiation.store.ts'
import { proposalKind } from '../negotiation/proposal.store.ts'
import { organizationKind } from '../organization/organization.store.ts'
import { personKind } from '../person/person.store.ts'
import { type EntryType, fieldName } from '../record/entry.ts'
import { sourceKind } from '../source/source.store.ts'
import { statementKind } from '../statement/statement.kind.ts'
import { statusKind } from '../status/status.kind.ts'

const KINDS: Readonly<Record<EntryType, Kind<Fields>>> = {
  PERSON: anyKind(personKind),
  ORGANIZATION: anyKind(organizationKind),
  LOCATION: anyKind(locationKind),
  SOURCE: anyKind(sourceKind),
  NEGOTIATION: anyKind(negotiationKind),
  PROPOSAL: anyKind(proposalKind),
  EVENT: anyKind(eventKind),
  STATEMENT: anyKind(statementKind),
  NEGOTIATION_STATUS_UPDATE: anyKind(statusKind),
}

/** How an entry of a type is written. */
export function kindOf(type: EntryType): Kind<Fields> {
  return KINDS[type]
}

/** A field that can be redacted. */
interface Redactable {
  /** Its name in the schema. */
  readonly name: string
  /** Takes it out of a snapshot: what stands there afterwards. */
  readonly blanked: (snapshot: Snapshot) => Snapshot
  /** Takes it out of rows that stand in no snapshot; answers whether anything was there. */
  readonly forget: (tx: Transaction, id: string) => Promise<boolean>
}

/** The fields of entries of a type that can be redacted. */
export function redactableOf(type: EntryType): readonly Redactable[] {
  const { blanks, apart = {} } = kindOf(type)
  // By the map above, the blanks are of the fields that snapshots of this type hold. Snapshots of an older version may lack some.
  const all = Object.entries(blanks as Readonly<Record<string, (value: unknown, own: object) => unknown>>)
  return [
    ...all.map(([field, blank]) => ({
      name: fieldName(field),
      blanked: (snapshot: Snapshot) =>
        field in snapshot ? { ...snapshot, [field]: blank(valueOf(snapshot, field), snapshot) } : snapshot,
      forget: () => Promise.resolve(false),
    })),
    ...Object.entries(apart).map(([name, forget]) => ({ name, forget, blanked: (snapshot: Snapshot) => snapshot })),
  ]
}

const valueOf = (snapshot: object, field: string): unknown => new Map(Object.entries(snapshot)).get(field)

/** The texts of an entry that search looks in. */
export function searchTextsOf(entry: Snapshot): readonly (SearchText & { readonly text: string })[] {
  return kindOf(entry.entryType)
    .card(entry)
    .search.flatMap(({ field, text }) => (text === null ? [] : [{ field, text }]))
}
