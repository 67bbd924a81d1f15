import type { Transaction } from '../db/database.ts'
import type { Draft } from './draft.ts'

/**
 * What an upper slice does when an entry below it changes; its drafts are appended in the same transaction.
 * @throws Refused when the change would contradict what the upper slice holds
 */
export type Reaction = (tx: Transaction, draft: Draft, editor: string) => Promise<readonly Draft[]>
