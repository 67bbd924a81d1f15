import type { JSX, RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Standing } from '../../draft/draft.ts'
import type { Published } from '../../draft/editing.ts'
import { useEditor } from './context.tsx'
import { SessionOver } from './session-over.tsx'

/** Takes an entry back with a reason, or puts it in force again. */
export function Settling(props: {
  readonly entry: Standing
  /** Why it was retracted; null: it stands. */
  readonly retracted: string | null
  readonly onSettled: (entry: Published, act: 'retract' | 'reinstate') => void
}): JSX.Element {
  const { words, acts } = useEditor()
  const { entry, retracted, onSettled } = props
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const key = useRef(acts.newKey())
  const act = retracted === null ? 'retract' : 'reinstate'
  const field = useRef<HTMLTextAreaElement>(null)
  const refuse = (why: string): void => {
    setProblem(why)
    field.current?.focus()
  }
  const settle = async (): Promise<void> => {
    if (reason.trim() === '') {
      refuse(words.missing(words.retractReason))
      return
    }
    const outcome = await acts.settle(act, {
      id: entry.id,
      version: entry.version,
      reason: reason.trim(),
      key: key.current,
    })
    if (outcome.type === 'published') onSettled(outcome.entry, act)
    else if (outcome.type === 'signed-out') setOver(true)
    else refuse(outcome.type === 'refused' ? (outcome.problems[0]?.message ?? words.failed) : words.failed)
  }
  return (
    <section class="section settling" aria-labelledby="settle-title">
      <div class="section-head">
        <h2 id="settle-title">{words[act]}</h2>
      </div>
      <p class="meta">{retracted === null ? words.retractNote : words.reinstateNote(retracted)}</p>
      <ReasonField {...{ field, problem, reason }} onChange={setReason} />
      <button type="button" class={act === 'retract' ? 'plain danger' : 'plain'} onClick={() => void settle()}>
        {words[act]}
      </button>
      {isOver && (
        <SessionOver
          onSignedIn={() => {
            setOver(false)
            void settle()
          }}
          onClose={() => setOver(false)}
        />
      )}
    </section>
  )
}

function ReasonField(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly problem: string | null
  readonly reason: string
  readonly onChange: (reason: string) => void
}): JSX.Element {
  const { words } = useEditor()
  const { field, problem, reason, onChange } = props
  return (
    <div class={problem === null ? 'field' : 'field wrong'}>
      <label for="settle-reason">{words.retractReason}</label>
      {problem !== null && (
        <p class="problem" id="settle-problem" role="alert">
          {problem}
        </p>
      )}
      <textarea
        ref={field}
        id="settle-reason"
        rows={2}
        dir="auto"
        aria-describedby={problem === null ? undefined : 'settle-problem'}
        value={reason}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  )
}
