import { type Draft, type Problem, type Standing, fieldsOf, placed } from './draft.ts'
import type { Field } from './fields.ts'
import { differs } from './input.ts'
import type { Value, Values } from './values.ts'

/** An entry as it stands after it was published. */
export interface Published {
  readonly id: string
  readonly number: number
  readonly version: number
}

/** How another editor has changed meanwhile what is being corrected. */
export interface Conflict {
  readonly theirs: Standing
  /** The fields that both have changed, otherwise. */
  readonly fields: readonly Field[]
}

/** Where the writing of a draft stands. */
export interface Editing {
  readonly draft: Draft
  readonly problems: readonly Problem[]
  readonly phase:
    | 'writing'
    | 'sending'
    /** The session is over; the draft is kept. */
    | 'signed-out'
    /** Nobody knows whether it was published. */
    | 'unanswered'
    | 'published'
  readonly conflict: Conflict | null
  /** An earlier attempt turned out to have been published; what was written since is a correction of it. */
  readonly caughtUp: boolean
  /** What was without an answer before the attempt that is under way, or was the last. */
  readonly openBefore: string | null
}

/** What comes of an attempt to publish. */
export type Outcome =
  | { readonly type: 'published'; readonly entry: Published }
  /** `atDoor`: before anybody looked at what it says, so that nothing is known of an earlier attempt. */
  | { readonly type: 'refused'; readonly problems: readonly Problem[]; readonly atDoor: boolean }
  | { readonly type: 'conflict'; readonly theirs: Standing }
  | { readonly type: 'signed-out' }
  | { readonly type: 'unanswered' }

/** What happens to it. */
export type Happening =
  | { readonly type: 'put'; readonly name: string; readonly value: Value; readonly at: string }
  | { readonly type: 'reason'; readonly reason: string; readonly at: string }
  | { readonly type: 'refuse'; readonly problems: readonly Problem[] }
  /** `input` is what goes out. */
  | { readonly type: 'send'; readonly input: string }
  /** `key` is a new one, for what is published next. */
  | { readonly type: 'outcome'; readonly outcome: Outcome; readonly key: string }
  /** An earlier attempt turned out to have been published: what was written since is a correction of that. */
  | { readonly type: 'goOn'; readonly standing: Standing }
  | { readonly type: 'choose'; readonly name: string; readonly whose: 'mine' | 'theirs' }
  | { readonly type: 'write' }

/** A draft as it is begun, or gone on with. */
export const editingOf = (draft: Draft): Editing => ({
  ...{ draft, problems: [], phase: 'writing', conflict: null, caughtUp: false, openBefore: null },
})

/** The state after something happened. */
export function after(state: Editing, happening: Happening): Editing {
  switch (happening.type) {
    case 'put':
      return {
        ...{ ...state, caughtUp: false },
        draft: changed(state.draft, { [happening.name]: happening.value }, happening.at),
        // What was wrong with it is looked at anew.
        problems: state.problems.filter(({ path }) => path[0] !== happening.name),
      }
    case 'reason':
      return { ...state, draft: { ...state.draft, reason: happening.reason, at: happening.at } }
    case 'refuse':
      return { ...state, phase: 'writing', problems: happening.problems.map((each) => placed(state.draft, each)) }
    case 'send':
      return {
        ...{ ...state, phase: 'sending', problems: [], openBefore: state.draft.unanswered },
        draft: { ...state.draft, unanswered: happening.input },
      }
    case 'outcome':
      return ended(state, happening.outcome, happening.key)
    case 'goOn':
      return {
        ...{ ...state, phase: 'writing', caughtUp: true },
        draft: { ...state.draft, corrects: happening.standing },
      }
    case 'choose':
      return chosen(state, happening.name, happening.whose)
    case 'write':
      return { ...state, phase: 'writing' }
  }
}

const changed = (draft: Draft, values: Values, at: string): Draft => ({
  ...draft,
  ...{ values: { ...draft.values, ...values }, at },
})

function ended(state: Editing, outcome: Outcome, key: string): Editing {
  const { draft } = state
  switch (outcome.type) {
    case 'published':
      return { ...state, phase: 'published', draft: { ...draft, unanswered: null, key } }
    case 'refused':
      return {
        ...state,
        phase: 'writing',
        problems: outcome.problems.map((each) => placed(draft, each)),
        draft: { ...draft, unanswered: outcome.atDoor ? state.openBefore : null },
      }
    case 'conflict':
      return inConflict({ ...state, phase: 'writing', draft: { ...draft, unanswered: null, key } }, outcome.theirs)
    case 'signed-out':
      // It was refused before anything was read of it.
      return { ...state, phase: 'signed-out', draft: { ...draft, unanswered: state.openBefore } }
    case 'unanswered':
      return { ...state, phase: 'unanswered' }
  }
}

/** What only they have changed is taken over; what both have is to be chosen. */
function inConflict(state: Editing, theirs: Standing): Editing {
  const { draft } = state
  const base = draft.corrects?.values ?? {}
  const fields = fieldsOf(draft)
  const byThem = fields.filter((field) => differs(field, base[field.name], theirs.values[field.name]))
  const both = byThem.filter(
    (field) =>
      differs(field, base[field.name], draft.values[field.name]) &&
      differs(field, draft.values[field.name], theirs.values[field.name]),
  )
  const taken = byThem
    .filter((field) => !both.includes(field))
    .map(({ name }) => [name, theirs.values[name] ?? null] as const)
  return {
    ...state,
    draft: {
      ...{ ...draft, values: { ...draft.values, ...Object.fromEntries(taken) } },
      // Until all is chosen it stays a correction of what one saw, so that the conflict comes again after a reload.
      corrects: both.length === 0 ? theirs : draft.corrects,
    },
    conflict: { theirs, fields: both },
  }
}

function chosen(state: Editing, name: string, whose: 'mine' | 'theirs'): Editing {
  const { conflict, draft } = state
  if (!conflict) return state
  const values = whose === 'theirs' ? { [name]: conflict.theirs.values[name] ?? null } : {}
  const fields = conflict.fields.filter((field) => field.name !== name)
  const corrects = fields.length === 0 ? conflict.theirs : draft.corrects
  return {
    ...state,
    draft: { ...draft, corrects, values: { ...draft.values, ...values } },
    conflict: { ...conflict, fields },
    problems: state.problems.filter(({ path }) => path[0] !== name),
  }
}
