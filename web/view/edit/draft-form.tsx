import type { JSX, RefObject } from 'preact'
import { useEffect, useId, useReducer, useRef, useState } from 'preact/hooks'
import { type Draft, type Problem, fieldsOf, problemsOf, saysAnything } from '../../draft/draft.ts'
import { type Editing, type Published, after, editingOf } from '../../draft/editing.ts'
import { quoted } from '../../draft/quote.ts'
import { carryOut } from '../../draft/sending.ts'
import { type Value, chosenOf } from '../../draft/values.ts'
import { Conflicting } from './conflicting.tsx'
import { FormProvider, useEditor } from './context.tsx'
import { FieldsOf } from './fields.tsx'
import { Previewed } from './previewed.tsx'
import { ProblemSummary } from './problem-summary.tsx'
import { SessionOver } from './session-over.tsx'

/** What a form is opened with. */
interface FormProps {
  readonly draft: Draft
  /** In a dialog: without a preview, and kept by nobody when it is closed. */
  readonly beside?: boolean
  readonly onPublished: (entry: Published, draft: Draft) => void
}

/** A form for a draft: what is typed is kept at once, checked, compared, shown as readers will see it, and published. */
export function DraftForm(props: FormProps): JSX.Element {
  const own = useId()
  return (
    <FormProvider value={props.beside === true ? own : 'field'}>
      <Form {...props} />
    </FormProvider>
  )
}

function Form({ draft: opened, beside = false, onPublished }: FormProps): JSX.Element {
  const { words } = useEditor()
  const form = useForm(opened, beside, onPublished)
  const { state, problems, put } = form
  const { draft, phase } = state
  const box = useRef<HTMLDivElement>(null)
  usePublishKeys(box, form.publish)
  return (
    <div class="form" role="group" aria-label={words.kinds[draft.kind]} ref={box}>
      <ProblemSummary box={form.summary} kind={draft.kind} problems={problems} />
      {state.caughtUp && draft.corrects && (
        <p class="note-box" role="status">
          {words.caughtUp(draft.corrects.number)}
        </p>
      )}
      {phase === 'unanswered' && (
        <div class="note-box warn" role="alert">
          <strong>{words.unanswered}</strong> {words.unansweredNote}
        </div>
      )}
      {state.conflict && (
        <Conflicting draft={draft} conflict={state.conflict} onChoose={(name, whose) => form.choose(name, whose)} />
      )}
      <div class={beside ? undefined : 'editing'}>
        {/* What is typed while an answer is awaited would be no part of what it is about. */}
        <div inert={phase === 'sending'}>
          <FieldsOf
            fields={fieldsOf(draft)}
            owner={draft.kind}
            path={[]}
            values={draft.values}
            form={draft.values}
            onChange={put}
            onForm={put}
            problems={problems}
            about={chosenOf(draft.values['negotiationId'])}
          />
          {draft.corrects && <Reason reason={draft.reason} onChange={form.giveReason} />}
          <div class="acts">
            <button type="button" class="primary" aria-disabled={phase === 'sending'} onClick={form.publish}>
              {phase === 'sending' ? words.publishing : draft.corrects ? words.publishCorrection : words.publish}
            </button>
            <span class="hint">{words.publishKeys}</span>
            {!beside && (
              <span class="kept" role="status">
                {form.isKept ? words.kept : words.notKept}
              </span>
            )}
          </div>
        </div>
        {!beside && <Previewed draft={draft} onQuote={form.quote} />}
      </div>
      {phase === 'signed-out' && <SessionOver onSignedIn={form.publish} onClose={form.write} />}
    </div>
  )
}

function Reason({
  reason,
  onChange,
}: {
  readonly reason: string
  readonly onChange: (reason: string) => void
}): JSX.Element {
  const { words } = useEditor()
  return (
    <div class="field">
      <label for="reason">{words.reason}</label>
      <p class="hint" id="reason-hint">
        {words.reasonHint}
      </p>
      <textarea
        id="reason"
        rows={2}
        dir="auto"
        aria-describedby="reason-hint"
        value={reason}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  )
}

/** The state of a form and what one can do with it. */
function useForm(opened: Draft, beside: boolean, onPublished: FormProps['onPublished']) {
  const { words, acts } = useEditor()
  const [state, tell] = useReducer(after, opened, editingOf)
  const summary = useRef<HTMLElement>(null)
  const isKept = useKept(state, opened)
  const { draft, problems, conflict } = state
  const at = (): string => acts.now()
  const refuse = (found: readonly Problem[]): void => {
    tell({ type: 'refuse', problems: found })
    requestAnimationFrame(() => summary.current?.focus())
  }

  const send = async (sending: Draft): Promise<void> => {
    const { outcome, rest } = await carryOut(sending, acts, (input) => tell({ type: 'send', input }))
    tell({ type: 'outcome', outcome, key: acts.newKey() })
    if (outcome.type === 'refused') requestAnimationFrame(() => summary.current?.focus())
    if (outcome.type !== 'published') return
    if (rest) tell({ type: 'goOn', standing: rest })
    else onPublished(outcome.entry, sending)
  }
  const publish = (): void => {
    if (state.phase === 'sending') return
    const found = problemsOf(draft, {
      missing: (field) => words.missing(words.field(draft.kind, field).label),
      noNumber: words.noNumber,
    })
    if (conflict && conflict.fields.length > 0)
      refuse(conflict.fields.map(({ name }) => ({ path: [name], message: words.chooseFirst, code: 'CONFLICT' })))
    else if (found.length > 0) refuse(found)
    else if (!saysAnything(draft)) refuse([{ path: [], message: words.nothingChanged, code: 'REQUIRED' }])
    else void send(draft)
  }
  const put = (name: string, value: Value): void => tell({ type: 'put', name, value, at: at() })
  return {
    ...{ state, problems, summary, isKept, publish, put },
    giveReason: (reason: string) => tell({ type: 'reason', reason, at: at() }),
    choose: (name: string, whose: 'mine' | 'theirs') => tell({ type: 'choose', name, whose }),
    write: () => tell({ type: 'write' }),
    quote: (exact: string) => put('quotes', quoted(draft.values['quotes'], exact, acts.newKey())),
  }
}

/** Ctrl + Enter publishes wherever the focus is; the form of a dialog alone while that is open. */
function usePublishKeys(box: RefObject<HTMLElement | null>, publish: () => void): void {
  // Effects run after the screen was painted; a key may come before.
  const latest = useRef(publish)
  latest.current = publish
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      const [dialog] = [...document.querySelectorAll('dialog[open]')].slice(-1)
      if (dialog ? dialog.contains(box.current) : box.current?.isConnected === true) {
        event.preventDefault()
        latest.current()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [box])
}

/** Keeps what is written, at each change; whether that works. What was opened and left as it was is not kept. */
function useKept({ draft, phase }: Editing, opened: Draft): boolean {
  const { acts } = useEditor()
  const [isKept, setKept] = useState(true)
  const isTouched = useRef(false)
  useEffect(() => {
    isTouched.current ||= draft.at !== opened.at || draft.unanswered !== null
    if (isTouched.current && phase !== 'published') setKept(acts.keep(draft))
  }, [acts, draft, phase, opened])
  return isKept
}
