import type { ComponentChildren, JSX } from 'preact'
import type { Problem } from '../../draft/draft.ts'
import type { Field, Vocabulary } from '../../draft/fields.ts'
import { allChosenOf, chosenOf, textOf } from '../../draft/values.ts'
import { nameIn } from '../../board/text.ts'
import type { Words } from '../../words/en.ts'
import { useEditor, useFieldId } from './context.tsx'
import { DateField, PointField } from './date-field.tsx'
import type { ControlProps, FieldProps } from './field-props.ts'
import { useTerms } from './hooks.ts'
import { Picker } from './picker.tsx'
import { Rows } from './rows.tsx'

/** A field with its label, what helps to fill it in, and what is wrong with it. */
export function FieldOf(props: FieldProps): JSX.Element {
  const { words } = useEditor()
  const { field, owner, path, problems } = props
  const { label, hint } = words.field(owner, field.name)
  const id = useFieldId()(path)
  const own = problems.filter((problem) => isAt(problem, path, field))
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(own.length > 0 ? [`${id}-problem`] : [])].join(
    ' ',
  )
  const common = {
    id,
    label,
    describedBy: described === '' ? undefined : described,
    invalid: own.length > 0 || undefined,
  }
  const isGroup = field.as === 'rows' || field.as === 'date' || field.as === 'point'
  const head: ComponentChildren = (
    <>
      {label} {field.required && <span class="needed">{words.required}</span>}
    </>
  )
  const notes = (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {own.length > 0 && (
        <p class="problem" id={`${id}-problem`} dir="auto">
          {own.map(({ message }) => message).join(' ')}
        </p>
      )}
    </>
  )
  const content = <Control {...props} {...common} />
  if (isGroup)
    return (
      <fieldset
        class={own.length > 0 ? 'field wrong' : 'field'}
        id={id}
        tabIndex={-1}
        aria-describedby={common.describedBy}
      >
        <legend>{head}</legend>
        {notes}
        {content}
      </fieldset>
    )
  return (
    <div class={own.length > 0 ? 'field wrong' : 'field'}>
      <label for={id}>{head}</label>
      {notes}
      {content}
    </div>
  )
}

/** A problem of a date's parts, or of one of several entries, is told at the field. */
function isAt({ path: at }: Problem, path: readonly string[], field: Field): boolean {
  return (
    path.every((step, index) => at[index] === step) &&
    (at.length === path.length || field.as !== 'rows' || at.length === 1)
  )
}

function Control(props: ControlProps): JSX.Element {
  const { field, value, onChange, about } = props
  const { id, label, describedBy, invalid } = props
  const aria = { 'aria-describedby': describedBy, 'aria-invalid': invalid }
  switch (field.as) {
    case 'word':
      return <WordField {...props} {...aria} of={field.of} />
    case 'entry':
    case 'entries': {
      const one = chosenOf(value)
      const many = field.as === 'entries'
      return (
        <Picker
          {...{ id, label, of: field.of, many, about, describedBy, invalid }}
          chosen={many ? allChosenOf(value) : one ? [one] : []}
          onChange={(chosen) => onChange(many ? chosen : (chosen[0] ?? null))}
        />
      )
    }
    case 'rows':
      return <Rows {...props} field={field} />
    case 'date':
      return <DateField {...{ id, value, onChange }} />
    case 'point':
      return <PointField {...{ id, value, onChange }} />
    case 'prose':
    case 'text':
    case 'lines':
      return (
        <textarea
          {...aria}
          id={id}
          dir="auto"
          class={field.name === 'exact' || field.as === 'text' ? 'serif' : undefined}
          rows={field.as === 'text' ? 10 : field.as === 'lines' ? 2 : 3}
          value={textOf(value)}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
    default:
      return (
        <input
          {...aria}
          id={id}
          type="text"
          inputMode={field.as === 'number' ? 'numeric' : undefined}
          autocomplete="off"
          dir={field.as === 'line' ? 'auto' : 'ltr'}
          spellcheck={field.as === 'line'}
          value={textOf(value)}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
  }
}

/** Some stand within sentences elsewhere. */
const asName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** What readers see a word called; of vocabularies that no page shows, the word itself in plain letters. */
function namesOf(vocabulary: Vocabulary, { positions, vocabularies }: Words): Readonly<Record<string, string>> {
  const known: Readonly<Partial<Record<Vocabulary, Readonly<Record<string, string>>>>> = {
    Position: positions.names,
    ProposalStatus: vocabularies.proposalStates,
    Factuality: vocabularies.factualities,
    Verification: vocabularies.verifications,
    SourceKind: vocabularies.sourceKinds,
    OrganizationKind: vocabularies.organizationKinds,
    LocationKind: vocabularies.locationKinds,
    ParticipantRole: vocabularies.participantRoles,
    Attribution: vocabularies.attributions,
    StatusUpdateKind: vocabularies.stepKinds,
  }
  return known[vocabulary] ?? {}
}

function WordField({ id, of, value, onChange, ...aria }: ControlProps & { readonly of: Vocabulary }): JSX.Element {
  const { words, site } = useEditor()
  const names = namesOf(of, site.words)
  const terms = useTerms(of)
  const chosen = textOf(value)
  const meaning = terms.find(({ name }) => name === chosen)?.meaning
  return (
    <>
      <select
        id={id}
        aria-describedby={aria.describedBy}
        aria-invalid={aria.invalid}
        value={chosen}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="">{words.choose}</option>
        {/* What was chosen stands there before the others are known. */}
        {chosen !== '' && terms.length === 0 && <option value={chosen}>{asName(nameIn(names, chosen))}</option>}
        {terms.map(({ name, meaning: title }) => (
          <option key={name} value={name} title={title}>
            {asName(nameIn(names, name))}
          </option>
        ))}
      </select>
      {meaning !== undefined && meaning !== '' && (
        <p class="hint" dir="auto">
          {meaning}
        </p>
      )}
    </>
  )
}
