import type { JSX } from 'preact'
import type { Draft } from '../../draft/draft.ts'
import type { Conflict } from '../../draft/editing.ts'
import type { Field } from '../../draft/fields.ts'
import { type Value, allChosenOf, chosenOf, dateOf, pointOf, rowsOf, textOf } from '../../draft/values.ts'
import { useEditor } from './context.tsx'

/** What two editors have changed otherwise, side by side, to choose from. */
export function Conflicting(props: {
  readonly draft: Draft
  readonly conflict: Conflict
  readonly onChoose: (name: string, whose: 'mine' | 'theirs') => void
}): JSX.Element {
  const { words } = useEditor()
  const { draft, conflict, onChoose } = props
  return (
    <section class="note-box warn" role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">{words.conflict}</h2>
      <p>{conflict.fields.length > 0 ? words.conflictNote : words.conflictNone}</p>
      {conflict.fields.map((field) => {
        const { label } = words.field(draft.kind, field.name)
        return (
          <div class="sides" key={field.name} role="group" aria-label={label}>
            <h3>{label}</h3>
            <div>
              <h4>{words.theirs}</h4>
              <p dir="auto">{told(field, conflict.theirs.values[field.name]) || <em>{words.nothing}</em>}</p>
              <button type="button" class="plain" onClick={() => onChoose(field.name, 'theirs')}>
                {words.takeTheirs}
              </button>
            </div>
            <div>
              <h4>{words.mine}</h4>
              <p dir="auto">{told(field, draft.values[field.name]) || <em>{words.nothing}</em>}</p>
              <button type="button" class="plain" onClick={() => onChoose(field.name, 'mine')}>
                {words.keepMine}
              </button>
            </div>
          </div>
        )
      })}
    </section>
  )
}

/** What a field says, as one reads it; empty when it says nothing. */
function told(field: Field, value: Value | undefined): string {
  switch (field.as) {
    case 'entry':
      return chosenOf(value)?.name ?? ''
    case 'entries':
      return allChosenOf(value)
        .map(({ name }) => name)
        .join('; ')
    case 'rows':
      return rowsOf(value)
        .map((row) =>
          field.fields
            .map((each) => told(each, row.values[each.name]))
            .filter((text) => text !== '')
            .join(', '),
        )
        .join('; ')
    case 'date':
      return [dateOf(value).edtf, dateOf(value).asReported].filter((text) => text !== '').join(', ')
    case 'point':
      return [pointOf(value).latitude, pointOf(value).longitude].filter((text) => text !== '').join(', ')
    default:
      return textOf(value)
  }
}
