import './styles/editor.css'
import { render } from 'preact'
import type { Site } from './board/site.ts'
import { type Draft, newDraft } from './draft/draft.ts'
import { FIELDS } from './draft/fields.ts'
import type { Chosen, Kind, Value, Values } from './draft/values.ts'
import type { EditData } from './editor/data.ts'
import { EditorAsk, NoAnswer } from './feed/ask-as-editor.ts'
import { Choices } from './feed/choices.ts'
import { Drafts } from './feed/drafts.ts'
import { findByNumber, positionNow } from './feed/looking-up.ts'
import { openEntry, publish, settle, toSend } from './feed/publishing.ts'
import { signInAgain } from './feed/session.ts'
import type { Acts } from './view/edit/context.tsx'
import { EditorApp, type Place } from './view/edit/editor-app.tsx'
import { editorWordsOf, wordsOf } from './words/load.ts'

const root = document.getElementById('app')
const written = document.getElementById('data')?.textContent
// Both are of our own page.
if (root && written) void open(root, JSON.parse(written) as EditData)

async function open(root: HTMLElement, { site: facts, viewer, issuer, cursor }: EditData): Promise<void> {
  const [read, words] = await Promise.all([wordsOf[facts.language](), editorWordsOf[facts.language]()])
  const site: Site = { ...facts, words: read }
  const editor = new EditorAsk()
  editor.sawUntil(cursor)
  const choices = new Choices(editor)
  const drafts = new Drafts(viewer.name)
  const acts = actsOf(editor, choices, drafts, viewer.name)
  const show = (place: Place): void =>
    render(<EditorApp {...{ site, acts, issuer, place }} words={words} viewer={viewer.name} />, root)
  show({ type: 'loading' })
  try {
    const place = await placeAt(new URL(location.href), { editor, choices, acts, drafts })
    if (place.type === 'draft') rememberIn(place.draft)
    show(place)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    // The page that comes then asks to sign in, and leads back here.
    if (error.why === 'over') location.reload()
    else show({ type: 'failed', why: error.message })
  }
}

function actsOf(editor: EditorAsk, choices: Choices, drafts: Drafts, viewer: string): Acts {
  return {
    terms: (vocabulary) => choices.terms(vocabulary),
    text: (id) => choices.text(id),
    nearest: (id, words) => choices.nearest(id, words),
    find: (words, kinds) => choices.find(words, kinds),
    nearby: (negotiationId, kinds) => choices.nearby(negotiationId, kinds),
    positionNow: (negotiationId, of) => positionNow(editor, negotiationId, of),
    inputOf: toSend,
    publish: (draft, input) => publish(editor, draft, input),
    reopen: (kind, id) => openEntry(editor, kind, id),
    settle: (act, of) => settle(editor, act, of),
    keep: (draft) => drafts.keep(draft),
    drop: (id) => drafts.drop(id),
    signIn: async (token) => {
      const why = await signInAgain(token, viewer)
      if (why !== 'other') return why
      // What was written stays with whoever wrote it.
      location.assign('/edit')
      return new Promise(() => undefined)
    },
    newKey: () => crypto.randomUUID(),
    now: () => new Date().toISOString(),
  }
}

/** A reload goes on with the same draft. */
function rememberIn({ id }: Draft): void {
  const url = new URL(location.href)
  url.searchParams.set('draft', id)
  history.replaceState(null, '', url)
}

interface Means {
  readonly editor: EditorAsk
  readonly choices: Choices
  readonly acts: Acts
  readonly drafts: Drafts
}

async function placeAt(url: URL, means: Means): Promise<Place> {
  const { choices, acts, drafts } = means
  const [, , room, named] = url.pathname.split('/')
  const query = url.searchParams
  const kept = drafts.read(query.get('draft') ?? '')
  if (room === 'new' && named !== undefined && Object.hasOwn(FIELDS, named)) {
    // One of the kinds, as was looked up just now.
    const kind = named as Kind
    // An attempt that had been published after all is gone on with as its correction.
    if (kept?.kind === kind) return { type: 'draft', draft: kept, standing: kept.corrects, retracted: null }
    return {
      type: 'draft',
      draft: newDraft(kind, await valuesAt(query, kind, choices), acts),
      standing: null,
      retracted: null,
    }
  }
  if (room === 'e' && named !== undefined) return correctionAt(decodeURIComponent(named), kept, means)
  return { type: 'desk', drafts: drafts.all(), negotiation: query.get('negotiation') }
}

async function correctionAt(named: string, kept: Draft | null, { editor, choices, acts }: Means): Promise<Place> {
  const id = /^[1-9]\d{0,8}$/.test(named) ? await findByNumber(Number(named)) : named
  const called = id === null ? null : await choices.called(id)
  const opened = called && (await openEntry(editor, called.type, called.id))
  if (!opened) return { type: 'missing' }
  const { kind, retraction, ...corrects } = opened
  const draft =
    kept?.corrects?.id === corrects.id
      ? kept
      : { ...newDraft(kind, corrects.values, acts), corrects: { ...corrects, values: corrects.values } }
  return { type: 'draft', draft, standing: corrects, retracted: retraction?.reason ?? null }
}

/** What an address says of a new entry: the negotiation, the source, what it rests on, what it corrects. */
async function valuesAt(query: URLSearchParams, kind: Kind, choices: Choices): Promise<Values> {
  const fields = FIELDS[kind].map(({ name }) => name)
  const values: Record<string, Value> = kind === 'Event' ? { factuality: 'OCCURRED' } : {}
  const put = async (param: string, into: (chosen: Chosen) => void): Promise<void> => {
    const id = query.get(param) ?? ''
    const chosen = id === '' ? null : await choices.called(id)
    if (chosen) into(chosen)
  }
  await Promise.all([
    about(query, choices).then((chosen) => {
      if (chosen && fields.includes('negotiationId')) values['negotiationId'] = chosen
    }),
    put('source', (chosen) => {
      if (fields.includes('citations')) values['citations'] = [{ key: 'first', values: { sourceId: chosen } }]
    }),
    put('rests', (chosen) => {
      if (kind === 'NegotiationStatusUpdate')
        values[chosen.type === 'Event' ? 'evidenceEventIds' : 'evidenceStatementIds'] = [chosen]
    }),
    put('corrects', (chosen) => {
      if (fields.includes('correctsId')) values['correctsId'] = chosen
    }),
  ])
  return values
}

/** The negotiation that an address names; without one the only one that there is. */
async function about(query: URLSearchParams, choices: Choices): Promise<Chosen | null> {
  const id = query.get('negotiation') ?? ''
  if (id !== '') return choices.called(id)
  const [only = null, another] = await choices.nearby(null, ['Negotiation'])
  return another ? null : only
}
