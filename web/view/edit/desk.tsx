import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { momentWords } from '../../board/date.ts'
import type { Draft } from '../../draft/draft.ts'
import { KINDS } from '../../draft/fields.ts'
import { textOf } from '../../draft/values.ts'
import { useEditor } from './context.tsx'

/** Where editing begins: what to add, what is not published yet, and what to correct. */
export function Desk(props: { readonly drafts: readonly Draft[]; readonly negotiation: string | null }): JSX.Element {
  const { words } = useEditor()
  const about = props.negotiation === null ? '' : `?negotiation=${encodeURIComponent(props.negotiation)}`
  return (
    <>
      <div class="lede">
        <h1>{words.desk}</h1>
        <p class="about">{words.deskNote}</p>
      </div>
      <section class="section" aria-labelledby="kinds-title">
        <div class="section-head">
          <h2 id="kinds-title">{words.kindOfEntry}</h2>
        </div>
        <ul class="kinds">
          {[...KINDS]
            .sort((one, other) => Number(other === 'Source') - Number(one === 'Source'))
            .map((kind) => (
              <li key={kind}>
                <a href={`/edit/new/${kind}${about}`}>{words.add(kind)}</a>
              </li>
            ))}
        </ul>
      </section>
      <Drafts drafts={props.drafts} />
      <Finding />
    </>
  )
}

function Drafts({ drafts }: { readonly drafts: readonly Draft[] }): JSX.Element {
  const { words, acts, site } = useEditor()
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<string | null>(null)
  const left = drafts.filter(({ id }) => !gone.has(id))
  return (
    <section class="section" aria-labelledby="drafts-title">
      <div class="section-head">
        <h2 id="drafts-title">{words.drafts}</h2>
      </div>
      {left.length === 0 && <p class="empty">{words.noDrafts}</p>}
      <ul class="drafts">
        {left.map((draft) => (
          <li key={draft.id}>
            <a href={addressOfDraft(draft)}>
              {words.draftOf(draft.kind, draft.corrects?.number ?? null)}: <bdi>{titleOf(draft)}</bdi>
            </a>
            <span class="quiet">{momentWords(draft.at, site)}</span>
            {asking === draft.id ? (
              <span>
                {words.discardSure}{' '}
                <button
                  type="button"
                  class="plain"
                  onClick={() => {
                    acts.drop(draft.id)
                    setGone(new Set([...gone, draft.id]))
                  }}
                >
                  {words.discard}
                </button>{' '}
                <button type="button" class="plain" onClick={() => setAsking(null)}>
                  {words.keep}
                </button>
              </span>
            ) : (
              <button
                type="button"
                class="plain"
                onClick={() => setAsking(draft.id)}
                aria-label={`${words.discard}: ${titleOf(draft)}`}
              >
                {words.discard}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where a draft is gone on with. */
export const addressOfDraft = ({ id, kind, corrects }: Draft): string =>
  `${corrects ? `/edit/e/${encodeURIComponent(corrects.id)}` : `/edit/new/${kind}`}?draft=${encodeURIComponent(id)}`

function titleOf({ values, corrects }: Draft): string {
  const said = ['title', 'name', 'summary', 'content']
    .map((name) => textOf(values[name]).trim())
    .find((text) => text !== '')
  return said?.slice(0, 100) ?? (corrects ? String(corrects.number) : '…')
}

/** Works without more than a form: the address that it leads to finds the entry. */
function Finding(): JSX.Element {
  const { words } = useEditor()
  return (
    <section class="section" aria-labelledby="find-title">
      <div class="section-head">
        <h2 id="find-title">{words.findEntry}</h2>
      </div>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault()
          const typed = new FormData(event.currentTarget).get('entry')
          const [, named] = /(?:.*\/)?([^/?#]+)/.exec(typeof typed === 'string' ? typed.trim() : '') ?? []
          if (named !== undefined) location.assign(`/edit/e/${encodeURIComponent(named)}`)
        }}
      >
        <label class="hidden" for="find-entry">
          {words.findEntryLabel}
        </label>
        <input id="find-entry" name="entry" type="search" placeholder={words.findEntryLabel} autocomplete="off" />
        <button type="submit">{words.open}</button>
      </form>
    </section>
  )
}
