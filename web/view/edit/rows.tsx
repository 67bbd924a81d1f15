import type { JSX } from 'preact'
import type { Problem } from '../../draft/draft.ts'
import type { Field } from '../../draft/fields.ts'
import { type Row, type Value, chosenOf, rowsOf, textOf } from '../../draft/values.ts'
import { useEditor, useFieldId } from './context.tsx'
import type { ControlProps, FieldsProps } from './field-props.ts'
import { QuoteCheck } from './quote-check.tsx'

const PLACE = ['start', 'end']

type RowField = Extract<Field, { as: 'rows' }>

/** Several things with fields of their own, each with what removes it. The first needs no pressing of a button. */
export function Rows(props: ControlProps & { readonly field: RowField }): JSX.Element {
  const { words, acts } = useEditor()
  const { field, value, onChange, path, label, values, about, problems, onForm, showFields: Fields } = props
  const held = rowsOf(value)
  const opens = field.required === true || field.name === 'quotes'
  const rows = held.length === 0 && opens ? [{ key: 'first', values: {} }] : held
  const put = (row: Row, name: string, given: Value): void => {
    // Other words stand elsewhere, and of another actor something else is known.
    const unseen = { exact: PLACE, sourceId: PLACE, actorId: ['identified'] }[name] ?? []
    const seen = Object.fromEntries(Object.entries(row.values).filter(([each]) => !unseen.includes(each)))
    const next = { ...row, values: { ...seen, [name]: given } }
    onChange(rows.map((each) => (each.key === row.key ? next : each)))
  }
  const shared = (row: Row, index: number): Omit<FieldsProps, 'fields'> => ({
    ...{ owner: field.name, path: [...path, String(index)], values: row.values, form: values, problems, about },
    onChange: (name, given) => put(row, name, given),
    onForm,
  })
  /** Words that the source does not print say what was said, without quotation marks. */
  const report = (row: Row): void => {
    const said = textOf(values['content']).trim()
    onForm('content', [...(said === '' ? [] : [said]), textOf(row.values['exact'])].join('\n'))
    onChange(rows.filter(({ key }) => key !== row.key))
  }
  return (
    <>
      {rows.map((row, index) => (
        <div class="row" key={row.key} role="group" aria-label={`${label} ${String(index + 1)}`}>
          <RowProblems {...{ problems }} path={[...path, String(index)]} />
          <Fields {...shared(row, index)} fields={field.fields.filter(({ more }) => more !== true)} />
          {(field.name === 'quotes' || field.name === 'citations') && (
            <QuoteCheck
              words={textOf(row.values['exact'])}
              sourceIds={sourcesFor(row, field.name, values)}
              onTake={(exact) => put(row, 'exact', exact)}
              onReport={field.name === 'quotes' ? () => report(row) : null}
            />
          )}
          <Fields {...shared(row, index)} fields={field.fields.filter(({ more }) => more === true)} />
          {(rows.length > 1 || !opens) && (
            <button
              type="button"
              class="plain"
              aria-label={words.removeRow(label, index)}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              {words.remove}
            </button>
          )}
        </div>
      ))}
      <button type="button" class="plain add" onClick={() => onChange([...rows, { key: acts.newKey(), values: {} }])}>
        <span aria-hidden="true">+</span> {rows.length === 0 ? words.addFirst : words.addAnother}
        <span class="hidden">: {label}</span>
      </button>
    </>
  )
}

/** What is wrong with a row as a whole. */
function RowProblems(props: { readonly problems: readonly Problem[]; readonly path: readonly string[] }): JSX.Element {
  const id = useFieldId()(props.path)
  const own = props.problems.filter(({ path }) => path.join('.') === props.path.join('.'))
  return (
    <>
      {own.map(({ message }) => (
        <p key={message} class="problem" id={id} tabIndex={-1} dir="auto">
          {message}
        </p>
      ))}
    </>
  )
}

/** In which sources words are sought: the one that is named, else all that are cited. */
function sourcesFor(row: Row, name: string, values: ControlProps['values']): readonly string[] {
  const own = chosenOf(row.values['sourceId'])
  if (own) return [own.id]
  if (name === 'citations') return []
  return rowsOf(values['citations']).flatMap((citation) => chosenOf(citation.values['sourceId'])?.id ?? [])
}
