import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Site } from '../../board/site.ts'
import type { Draft } from '../../draft/draft.ts'
import type { Outcome } from '../../draft/editing.ts'
import type { Term, Vocabulary } from '../../draft/fields.ts'
import type { Nearest, SourceText } from '../../draft/quote.ts'
import type { Chosen, Kind } from '../../draft/values.ts'
import type { EditorWords } from '../../words/editor-en.ts'

/** What the forms ask of the service and of the browser. What rejects had no answer. */
export interface Acts {
  readonly terms: (vocabulary: Vocabulary) => Promise<readonly Term[]>
  readonly text: (sourceId: string) => Promise<SourceText | null>
  readonly nearest: (sourceId: string, words: string) => Promise<Nearest | null>
  readonly find: (words: string, kinds: readonly Kind[]) => Promise<readonly Chosen[]>
  readonly nearby: (negotiationId: string | null, kinds: readonly Kind[]) => Promise<readonly Chosen[]>
  /** The position that a party, or a person, holds now on a proposal; null for none. */
  readonly positionNow: (
    negotiationId: string,
    of: readonly [proposal: string, party: string, person: string | null],
  ) => Promise<string | null>
  /** What goes out when a draft is published. */
  readonly inputOf: (draft: Draft) => string
  readonly publish: (draft: Draft, input: string) => Promise<Outcome>
  readonly reopen: (kind: Kind, id: string) => Promise<Draft['corrects']>
  readonly settle: (
    act: 'retract' | 'reinstate',
    of: { readonly id: string; readonly version: number; readonly reason: string; readonly key: string },
  ) => Promise<Outcome>
  /** Whether the draft can be kept. */
  readonly keep: (draft: Draft) => boolean
  readonly drop: (id: string) => void
  /** Null when it worked, else why not. */
  readonly signIn: (token: string) => Promise<'wrong' | 'reader' | 'lost' | null>
  readonly newKey: () => string
  readonly now: () => string
}

/** What is added beside what is being written. */
export interface Beside {
  readonly kind: Kind
  readonly name: string
  readonly about: Chosen | null
  readonly onAdded: (added: Chosen) => void
}

/** All that the parts of a form share. */
export interface Editor {
  readonly site: Site
  readonly words: EditorWords
  readonly acts: Acts
  /** The name of the issuer by whom one can sign in; null for none. */
  readonly issuer: string | null
  /** Opens a form for what is missing. */
  readonly addBeside: (what: Beside) => void
}

const Shared = createContext<Editor | null>(null)
/** Gives it to all below. */
export const EditorProvider = Shared.Provider

/** What is shared; only below a provider. */
export function useEditor(): Editor {
  const editor = useContext(Shared)
  if (!editor)
    throw new Error('A part of a form stands outside of the editor, which cannot happen: the editor is the root.')
  return editor
}

const Form = createContext('field')
/** Tells the fields of one form from those of another that is open beside it. */
export const FormProvider = Form.Provider

/** The id of the field at a path of this form, to which a summary of problems leads. */
export function useFieldId(): (path: readonly string[]) => string {
  const form = useContext(Form)
  return (path) => [form, ...path].join('-')
}
