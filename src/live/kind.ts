import type { Transaction } from '../db/database.ts'
import type { EntryType, Verification } from '../record/entry.ts'
import type { Blanks } from '../record/redaction.ts'
import type { Card } from './card.ts'
import type { Found, Reference } from './references.ts'
import type { EntryRows } from './rows.ts'

/** What every kind of entry's own fields hold. */
export interface Fields {
  readonly verification: Verification
}

/** How one type of entry is written; each slice has one. */
export interface Kind<Own extends Fields> {
  readonly type: EntryType
  /** The rules that need no database: an input (for updates: the entry with the input laid over) as fields. @throws Refused */
  readonly read: (input: object) => Own
  /** Every other entry that the fields name. */
  readonly references: (own: Own) => readonly Reference[]
  /** What settling reads of the database whatever becomes of the references, by one statement that is sent along with theirs. */
  readonly foresee?: (tx: Transaction, changes: readonly Settling<Own>[]) => Promise<readonly object[]>
  /**
   * The rules that need the database, for changes of which none depends on another; fills in what only the database knows. As many statements for all
   * as for one. `found` are the entries that the fields name, `foreseen` is what came of foresee.
   * @throws Refused when one of them is refused, whichever
   */
  readonly settle: (
    tx: Transaction,
    changes: readonly Settling<Own>[],
    found: ReadonlyMap<string, Found>,
    foreseen: readonly object[],
  ) => Promise<readonly Settled<Own>[]>
  /** Alike for entries of which one may be refused because of the other; null where there can be none. */
  readonly rivalry?: (own: Own) => string | null
  /** What goes onto the index card. */
  readonly card: (own: Own) => Card
  /** The slice's rows. */
  readonly rows: (own: Own) => EntryRows
  /** The fields that can be redacted. */
  readonly blanks: Blanks<Own>
  /** Those that can be redacted and stand in rows alone, by their names in the schema: takes one out, answers whether anything was there. */
  readonly apart?: Readonly<Record<string, (tx: Transaction, id: string) => Promise<boolean>>>
}

/** A kind among others: what it reads it also writes, so nobody who takes a kind as a whole can mix fields up. */
export function anyKind<Own extends Fields>(kind: Kind<Own>): Kind<Fields> {
  return kind as unknown as Kind<Fields>
}

/** A change on its way in. */
export interface Settling<Own> {
  readonly id: string
  readonly own: Own
  readonly before: Own | null
  /** The input as it was given. */
  readonly input: object
}

/** A change that holds with all rules. */
export interface Settled<Own> {
  readonly id: string
  readonly own: Own
  /** What goes into the slice's row and is none of the fields, by the names of the model. What is absent stays there as it is. */
  readonly columns?: object
}
