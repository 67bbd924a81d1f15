import { type ExampleOperation, asJson } from './operation.ts'

const STATUS_FEED = `# Live: waits, and shows each status update when
# it is added. Run this, then add one from a second
# window (next tab) to see it arrive.
#
# after: a cursor, e.g. of the log. All since then
# comes first, so that nothing is missed.
subscription StatusFeed($after: Cursor) {
  negotiationStatusAdded(after: $after) {
    cursor
    previousCursor
    statusUpdate {
      number
      kind
      effectiveOn { edtf }
      summary
      party { name }
      evidenceStatements {
        speaker {
          ... on Person { name }
          ... on Organization { name }
        }
        quotes { exact verified }
      }
    }
  }
}`

const CHANGE_FEED = `# Live: each change of the record, in the order of
# the log. after: a cursor, to begin with what came
# since then.
subscription ChangeFeed($after: Cursor) {
  changes(after: $after) {
    cursor
    previousCursor
    change {
      sequence
      kind
      editor
      entryType
      entry { id number version }
    }
  }
}`

/** What one waits for. */
export const FEEDS: readonly ExampleOperation[] = [
  {
    title: 'New status updates',
    about: 'Waits, and shows each step of the talks when it is added.',
    query: STATUS_FEED,
    variables: asJson({ after: null }),
  },
  {
    title: 'Every change',
    about: 'Waits, and shows each change of the record as it comes.',
    query: CHANGE_FEED,
    variables: asJson({ after: null }),
  },
]
