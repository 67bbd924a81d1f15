import type { Viewer } from '../access/role.ts'
import type { Tokens } from '../access/tokens.ts'
import type { Reader } from '../db/database.ts'
import type { Loading } from '../record/loading.ts'
import type { Live } from './live.ts'
import type { Log } from './log.ts'
import type { Reaction } from './reaction.ts'

/** What each execution of an operation has at hand. */
export interface Context {
  readonly viewer: Viewer
  /** Reads only: the database refuses the rest. */
  readonly reader: Reader
  /** New for each execution. */
  readonly loading: Loading
  readonly log: Log
  /** To be administered. */
  readonly tokens: Tokens
  readonly live: Live
  /** The newest change known when the operation began: all that it reads is at least as new. */
  readonly head: number
  /** The cursor that a stream goes on from, whatever its document says: Last-Event-ID of a browser that reconnects. Null: as the document says. */
  readonly resumeAfter: string | null
  /** What the service says of itself. */
  readonly service: { readonly version: string; readonly database: 'EMBEDDED' | 'POSTGRESQL' }
  /** What else a change brings about, by upper slices. */
  readonly reactions: readonly Reaction[]
}
