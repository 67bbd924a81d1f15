import type { JSX, RefObject } from 'preact'
import type { Problem } from '../../draft/draft.ts'
import type { Kind } from '../../draft/values.ts'
import { useEditor, useFieldId } from './context.tsx'

/** What is wrong, at the top, where the focus moves; each leads to its field. */
export function ProblemSummary(props: {
  readonly box: RefObject<HTMLElement | null>
  readonly kind: Kind
  readonly problems: readonly Problem[]
}): JSX.Element | null {
  const { words } = useEditor()
  const { box, kind, problems } = props
  const idOf = useFieldId()
  if (problems.length === 0) return null
  return (
    <section ref={box} class="summary" tabIndex={-1} role="alert" aria-labelledby="summary-title">
      <h2 id="summary-title">{words.check}</h2>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={path.join('.') + message}>
            {path.length === 0 ? (
              message
            ) : (
              <a href={`#${idOf(path)}`} onClick={(event) => goTo(event, path, idOf)}>
                {labelled(message, words.field(kind, path[0] ?? '').label)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A message that begins with its field says enough. */
const labelled = (message: string, label: string): string =>
  message.toLowerCase().startsWith(label.toLowerCase()) ? message : `${label}: ${message}`

/** To the field, or to the nearest that is there above it. */
function goTo(event: MouseEvent, path: readonly string[], idOf: (path: readonly string[]) => string): void {
  for (let length = path.length; length > 0; length -= 1) {
    const field = document.getElementById(idOf(path.slice(0, length)))
    if (!field) continue
    event.preventDefault()
    field.closest('details')?.setAttribute('open', '')
    field.scrollIntoView({ block: 'center' })
    field.focus({ preventScroll: true })
    return
  }
}
