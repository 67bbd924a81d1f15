import type { JSX, RefObject, TargetedKeyboardEvent } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Chosen, Kind } from '../../draft/values.ts'
import { useEditor } from './context.tsx'
import { onceAnswered } from './hooks.ts'

const PAUSE_MS = 200
/** Kinds that can be added from where they are missing. */
const ADDABLE: readonly Kind[] = ['Person', 'Organization', 'Location', 'Source', 'Proposal', 'Event']

/** What a picker is asked for. */
export interface PickerProps {
  readonly id: string
  readonly label: string
  readonly of: readonly Kind[]
  readonly chosen: readonly Chosen[]
  /** Whether several can be chosen. */
  readonly many: boolean
  /** The negotiation that one writes about: what belongs to it is offered first. */
  readonly about: Chosen | null
  readonly onChange: (chosen: readonly Chosen[]) => void
  readonly describedBy?: string | undefined
  readonly invalid?: boolean | undefined
}

/** Chooses entries by name: offers what is near, searches what is typed, and adds what is not there yet. */
export function Picker(props: PickerProps): JSX.Element {
  const { words, addBeside } = useEditor()
  const { chosen, many, onChange, label, about } = props
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const choose = (one: Chosen): void => {
    if (!chosen.some(({ id }) => id === one.id)) onChange(many ? [...chosen, one] : [one])
    // The field that had the focus is gone.
    if (!many) requestAnimationFrame(() => box.current?.querySelector('button')?.focus())
  }
  const remove = (one: Chosen): void => {
    onChange(chosen.filter(({ id }) => id !== one.id))
    // The button that had the focus is gone.
    requestAnimationFrame(() => input.current?.focus())
  }
  return (
    <div class="picker" ref={box}>
      {chosen.length > 0 && (
        <ul class="chosen">
          {chosen.map((one) => (
            <li key={one.id}>
              <span>
                <bdi>{one.name}</bdi> <small>{words.kinds[one.type]}</small>
              </span>
              <button
                type="button"
                class="plain"
                aria-label={`${words.remove} ${one.name}, ${label}`}
                onClick={() => remove(one)}
              >
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {(many || chosen.length === 0) && (
        <Combobox
          {...props}
          field={input}
          onChoose={choose}
          onAdd={(kind, name) => addBeside({ kind, name, about, onAdded: choose })}
        />
      )}
    </div>
  )
}

type Option = { readonly entry: Chosen } | { readonly add: Kind }

interface ComboboxProps extends PickerProps {
  readonly onChoose: (one: Chosen) => void
  readonly onAdd: (kind: Kind, name: string) => void
}

/** A text field with a list below it, as the pattern of ARIA has it. */
function Combobox(props: ComboboxProps & { readonly field: RefObject<HTMLInputElement | null> }): JSX.Element {
  const { words } = useEditor()
  const list = useId()
  const { typed, isOpen, active, isMissing, options, type, setOpen, take, onKeyDown } = useCombobox(props)
  const shown = isOpen && options.length > 0
  return (
    <div class="combobox">
      <input
        ref={props.field}
        id={props.id}
        type="text"
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${list}-${String(active)}` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        autocomplete="off"
        dir="auto"
        placeholder={words.search}
        value={typed}
        onInput={({ currentTarget }) => {
          type(currentTarget.value)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <Options {...{ list, options, active, shown, typed }} label={props.label} onTake={take} />
      <span class="hidden" role="status">
        {isOpen && isMissing ? words.nothingFound(typed.trim()) : ''}
      </span>
    </div>
  )
}

/** What is typed and offered, and what keys do. */
function useCombobox(props: ComboboxProps) {
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const { found, isAnswered } = useOptions(typed, isOpen, props)
  const options: readonly Option[] = [
    ...found.filter(({ id }) => !props.chosen.some((each) => each.id === id)).map((entry) => ({ entry })),
    ...(typed.trim() === '' || !isAnswered
      ? []
      : props.of.filter((kind) => ADDABLE.includes(kind)).map((add) => ({ add }))),
  ]
  const take = (option: Option | undefined): void => {
    if (!option) return
    setOpen(false)
    setActive(0)
    setTyped('')
    if ('entry' in option) props.onChoose(option.entry)
    else props.onAdd(option.add, typed.trim())
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: options.length - 1 }[event.key]
    if (step !== undefined) {
      if (isOpen) setActive((active + step) % Math.max(1, options.length))
      else setOpen(true)
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (isOpen) take(options[active])
    } else if (event.key === 'Escape' && isOpen) {
      // Not also the dialog in which it stands.
      event.stopPropagation()
      setOpen(false)
    } else return
    event.preventDefault()
  }
  const type = (text: string): void => {
    setTyped(text)
    setActive(0)
    setOpen(true)
  }
  const isMissing = isAnswered && typed.trim() !== '' && found.length === 0
  return { typed, isOpen, active, isMissing, options, type, setOpen, take, onKeyDown }
}

function Options(props: {
  readonly list: string
  readonly label: string
  readonly options: readonly Option[]
  readonly active: number
  readonly shown: boolean
  readonly typed: string
  readonly onTake: (option: Option) => void
}): JSX.Element {
  const { words } = useEditor()
  const { list, label, options, active, shown, typed, onTake } = props
  return (
    <ul id={list} role="listbox" aria-label={label} hidden={!shown}>
      {options.map((option, index) => (
        <li
          key={'entry' in option ? option.entry.id : option.add}
          id={`${list}-${String(index)}`}
          role="option"
          aria-selected={index === active}
          // The field keeps the focus, and with it the list; a finger may also move the list.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          {'entry' in option ? (
            <>
              <bdi>{option.entry.name}</bdi>{' '}
              <small>{`${words.kinds[option.entry.type]} ${String(option.entry.number)}`}</small>
            </>
          ) : (
            words.addNamed(typed.trim(), option.add)
          )}
        </li>
      ))}
    </ul>
  )
}

interface Offered {
  readonly found: readonly Chosen[]
  /** Whether that is the answer to what is typed. */
  readonly isAnswered: boolean
}

/**
 * What is offered: near things while nothing is typed, else what is found after a pause. Of what was offered before, that stays meanwhile which has what
 * is typed in its name, so that a key never chooses what one did not mean.
 */
function useOptions(typed: string, isOpen: boolean, { of, about }: PickerProps): Offered {
  const { acts } = useEditor()
  const wanted = typed.trim()
  const [found, setFound] = useState<{ readonly of: string; readonly entries: readonly Chosen[] }>({
    of: '',
    entries: [],
  })
  const kinds = of.join(' ')
  useEffect(() => {
    if (!isOpen) return
    let end = (): void => undefined
    const ask = (): void => {
      const asked = wanted === '' ? acts.nearby(about?.id ?? null, of) : acts.find(wanted, of)
      end = onceAnswered(asked, (entries) => setFound({ of: wanted, entries }))
    }
    const timer = setTimeout(ask, wanted === '' ? 0 : PAUSE_MS)
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [acts, wanted, isOpen, kinds, about?.id])
  if (found.of === wanted) return { found: found.entries, isAnswered: true }
  const still = found.entries.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()))
  return { found: still, isAnswered: false }
}
