import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Field } from '../../draft/fields.ts'
import type { Value } from '../../draft/values.ts'
import { useEditor } from './context.tsx'
import { FieldOf } from './field.tsx'
import type { FieldsProps } from './field-props.ts'

/** The fields of a form, those that are seldom needed folded away until one of them says something. */
export function FieldsOf(props: FieldsProps): JSX.Element {
  const { words } = useEditor()
  const { fields, path, values, problems } = props
  const show = (field: Field): JSX.Element => (
    <FieldOf
      key={field.name}
      {...{ field, owner: props.owner, problems, about: props.about, values: props.form, onForm: props.onForm }}
      showFields={FieldsOf}
      path={[...path, field.name]}
      value={values[field.name]}
      onChange={(value) => props.onChange(field.name, value)}
    />
  )
  const seldom = fields.filter(({ more }) => more)
  const isTold = seldom.some(
    ({ name }) => isSaid(values[name]) || problems.some(({ path: at }) => at[path.length] === name),
  )
  // Once open it stays so, or it would shut under the hands of whoever empties a field.
  const wasTold = useRef(false)
  wasTold.current ||= isTold
  return (
    <>
      {fields.filter(({ more }) => more !== true).map(show)}
      {seldom.length > 0 && (
        <details class="more" open={wasTold.current}>
          <summary>{words.more}</summary>
          {seldom.map(show)}
        </details>
      )}
    </>
  )
}

const isSaid = (value: Value | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  value !== 'UNVERIFIED' &&
  !(Array.isArray(value) && value.length === 0)
