import type { JSX } from 'preact'
import type { Problem } from '../../draft/draft.ts'
import type { Field } from '../../draft/fields.ts'
import type { Chosen, Value, Values } from '../../draft/values.ts'

/** What the fields of a form, or of a row in it, are shown from. */
export interface FieldsProps {
  readonly fields: readonly Field[]
  /** The kind of the entry, or the field whose row it is: fields may be called otherwise there. */
  readonly owner: string
  readonly path: readonly string[]
  readonly values: Values
  /** All that the form holds. */
  readonly form: Values
  readonly onChange: (name: string, value: Value) => void
  /** Changes another field of the form. */
  readonly onForm: (name: string, value: Value) => void
  readonly problems: readonly Problem[]
  /** The negotiation that the form is about. */
  readonly about: Chosen | null
}

/** What every field is given. */
export interface FieldProps {
  readonly field: Field
  /** The kind of the entry, or the field whose row it stands in: fields may be called otherwise there. */
  readonly owner: string
  readonly path: readonly string[]
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
  readonly problems: readonly Problem[]
  /** All that the form holds; and the negotiation that it is about. */
  readonly values: Values
  readonly about: Chosen | null
  readonly onForm: FieldsProps['onForm']
  /** Shows the fields of a row of this one. */
  readonly showFields: (props: FieldsProps) => JSX.Element
}

/** What the parts of a form know of the field that they are. */
export interface ControlProps extends FieldProps {
  readonly id: string
  readonly label: string
  readonly describedBy?: string | undefined
  readonly invalid?: boolean | undefined
}
