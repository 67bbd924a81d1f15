import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { newDraft } from '../../draft/draft.ts'
import { type Beside, useEditor } from './context.tsx'
import { DraftForm } from './draft-form.tsx'

/** Adds, beside what is being written, an entry that was missing there. */
export function AddBeside(props: Beside & { readonly onClose: () => void }): JSX.Element {
  const { words, acts } = useEditor()
  const { kind, name, about, onAdded, onClose } = props
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const draft = useMemo(() => {
    const called = kind === 'Source' || kind === 'Event' ? 'title' : 'name'
    const isOf = about !== null && (kind === 'Proposal' || kind === 'Event')
    return newDraft(kind, { [called]: name, ...(isOf ? { negotiationId: about } : {}) }, acts)
  }, [acts, kind, name, about])
  return (
    <dialog ref={dialog} class="beside" aria-label={words.add(kind)} onClose={onClose}>
      <div class="beside-head">
        <h2>{words.add(kind)}</h2>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </div>
      <DraftForm
        draft={draft}
        beside
        onPublished={({ id, number }, { id: draftId, values }) => {
          acts.drop(draftId)
          const called = values['name'] ?? values['title']
          onAdded({ id, number, type: kind, name: typeof called === 'string' ? called : name })
        }}
      />
    </dialog>
  )
}
