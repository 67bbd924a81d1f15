import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Draft, Standing } from '../../draft/draft.ts'
import type { Published } from '../../draft/editing.ts'
import { UNCHANGING } from '../../draft/fields.ts'
import { type Kind, chosenOf } from '../../draft/values.ts'
import { Page } from '../page.tsx'
import { SignedIn } from '../sign-in.tsx'
import { AddBeside } from './add-beside.tsx'
import { type Beside, type Editor, EditorProvider, useEditor } from './context.tsx'
import { Desk } from './desk.tsx'
import { DraftForm } from './draft-form.tsx'
import { Settling } from './settling.tsx'

/** What a page of the editor is about. */
export type Place =
  | { readonly type: 'desk'; readonly drafts: readonly Draft[]; readonly negotiation: string | null }
  | {
      readonly type: 'draft'
      readonly draft: Draft
      /** What is corrected, as it stands now: a draft may be of an older version. */
      readonly standing: Standing | null
      readonly retracted: string | null
    }
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'loading' }

/** The editor: a page around what is edited, and the forms that are opened beside it. */
export function EditorApp(
  props: Omit<Editor, 'addBeside'> & { readonly place: Place; readonly viewer: string },
): JSX.Element {
  const { place, viewer, ...shared } = props
  const [besides, setBesides] = useState<readonly Beside[]>([])
  const editor = useMemo(
    (): Editor => ({ ...shared, addBeside: (what) => setBesides((before) => [...before, what]) }),
    [shared.acts, shared.site, shared.words],
  )
  const close = (closed: Beside): void => setBesides((before) => before.filter((each) => each !== closed))
  return (
    <EditorProvider value={editor}>
      <Page site={shared.site} addAt={null} tools={<SignedIn name={viewer} words={shared.site.words.signIn} />}>
        <Content place={place} />
        {besides.map((beside, index) => (
          <AddBeside
            key={index}
            {...beside}
            onClose={() => close(beside)}
            onAdded={(added) => {
              close(beside)
              beside.onAdded(added)
            }}
          />
        ))}
      </Page>
    </EditorProvider>
  )
}

function Content({ place }: { readonly place: Place }): JSX.Element {
  const { words } = useEditor()
  switch (place.type) {
    case 'desk':
      return <Desk {...place} />
    case 'draft':
      return <Writing key={place.draft.id} {...place} />
    case 'missing':
      return <p class="lede">{words.missingEntry}</p>
    case 'loading':
      return (
        <p class="lede" role="status">
          {words.loading}
        </p>
      )
    case 'failed':
      return (
        <div class="lede" role="alert">
          <p>{words.failed}</p>
          <p class="meta">{place.why}</p>
          <p>
            <a href={location.href}>{words.again}</a>
          </p>
        </div>
      )
  }
}

/** What was done, and what one does next. */
interface Done {
  readonly entry: Published
  readonly draft: Draft
  readonly act: 'publish' | 'retract' | 'reinstate'
}

function Writing({ draft, standing, retracted }: Extract<Place, { type: 'draft' }>): JSX.Element {
  const { words, acts } = useEditor()
  const [done, setDone] = useState<Done | null>(null)
  const { kind, corrects } = draft
  const finish = (entry: Published, of: Draft, act: Done['act']): void => {
    acts.drop(of.id)
    setDone({ entry, draft: of, act })
  }
  if (done) return <AfterPublishing {...done} />
  const negotiation = chosenOf(draft.values['negotiationId'])
  const cannotChange = corrects !== null && (UNCHANGING.includes(kind) || retracted !== null)
  return (
    <>
      <div class="lede">
        <p class="conflict">
          {corrects ? (
            <a href={`/e/${String(corrects.number)}`}>{words.readEntry}</a>
          ) : (
            <a href={negotiation ? `/n/${negotiation.id}` : '/'}>{negotiation?.name ?? words.back}</a>
          )}
        </p>
        <h1>{corrects ? words.correct(kind, corrects.number) : words.add(kind)}</h1>
        {!corrects && <OtherKinds kind={kind} />}
      </div>
      {!cannotChange && <DraftForm draft={draft} onPublished={(entry, of) => finish(entry, of, 'publish')} />}
      {corrects !== null && UNCHANGING.includes(kind) && retracted === null && (
        <p class="note-box">
          {words.unchanging} <a href={correctingAddress(draft)}>{words.correctingUpdate}</a>
        </p>
      )}
      {standing && (
        <Settling entry={standing} retracted={retracted} onSettled={(entry, act) => finish(entry, draft, act)} />
      )}
    </>
  )
}

/** What one adds most, a step away from each other. */
function OtherKinds({ kind }: { readonly kind: Kind }): JSX.Element | null {
  const { words } = useEditor()
  const most: readonly Kind[] = ['Statement', 'Event', 'NegotiationStatusUpdate']
  if (!most.includes(kind)) return null
  const query = new URLSearchParams(location.search)
  query.delete('draft')
  return (
    <nav class="switch" aria-label={words.kindOfEntry}>
      {most.map((each) => (
        <a key={each} href={`/edit/new/${each}?${query.toString()}`} aria-current={each === kind ? 'page' : undefined}>
          {words.kinds[each]}
        </a>
      ))}
    </nav>
  )
}

function correctingAddress({ corrects, values }: Draft): string {
  const negotiation = chosenOf(values['negotiationId'])?.id ?? ''
  return `/edit/new/NegotiationStatusUpdate?${new URLSearchParams({ negotiation, corrects: corrects?.id ?? '' }).toString()}`
}

function AfterPublishing({ entry, draft, act }: Done): JSX.Element {
  const { words } = useEditor()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const { kind, corrects } = draft
  const said =
    act === 'publish'
      ? corrects
        ? words.corrected(entry.number)
        : words.published(entry.number)
      : act === 'retract'
        ? words.retracted
        : words.reinstated
  const negotiation = kind === 'Negotiation' ? entry.id : (chosenOf(draft.values['negotiationId'])?.id ?? null)
  const to = (next: Kind, more: Readonly<Record<string, string>>): string =>
    `/edit/new/${next}?${new URLSearchParams({ ...(negotiation === null ? {} : { negotiation }), ...more }).toString()}`
  return (
    <div class="lede" ref={box} tabIndex={-1} role="status">
      <h1>{said}</h1>
      <ul class="kinds">
        <li>
          <a href={negotiation === null ? `/e/${String(entry.number)}` : `/n/${negotiation}#e${String(entry.number)}`}>
            {words.seeIt}
          </a>
        </li>
        {kind === 'Source' && (
          <>
            <li>
              <a href={to('Statement', { source: entry.id })}>{words.stateFromSource}</a>
            </li>
            <li>
              <a href={to('Event', { source: entry.id })}>{words.eventFromSource}</a>
            </li>
          </>
        )}
        {(kind === 'Statement' || kind === 'Event') && act === 'publish' && (
          <li>
            <a href={to('NegotiationStatusUpdate', { rests: entry.id })}>{words.stepFromEntry}</a>
          </li>
        )}
        {corrects === null && (
          <li>
            <a href={to(kind, {})}>{words.another(kind)}</a>
          </li>
        )}
      </ul>
    </div>
  )
}
