import { type ReactNode, useState } from 'react'
import type { Session } from './session.ts'

/** As whom the playground asks: whoever has signed in, unless they would rather ask as a reader. */
export function Asker(props: {
  readonly session: Session | null
  readonly onChoose: (asReader: boolean) => void
}): ReactNode {
  const { session, onChoose } = props
  const [asReader, choose] = useState(false)
  if (!session)
    return (
      <span className="asker">
        As a reader · <a href="/edit">Sign in</a>
      </span>
    )
  return (
    <span className="asker">
      <label htmlFor="asker">As</label>
      <select
        id="asker"
        value={asReader ? 'reader' : 'session'}
        onChange={({ currentTarget: { value } }) => {
          choose(value === 'reader')
          onChoose(value === 'reader')
        }}
      >
        <option value="session">
          {session.name}, {session.role}
        </option>
        <option value="reader">a reader</option>
      </select>
    </span>
  )
}
