import type { ComponentChildren, JSX } from 'preact'
import { Mark } from './glyph.tsx'
import type { Site } from './parts.tsx'

/** What stands on every page, around what it is about. */
export function Page({
  addAt = '/edit',
  ...props
}: {
  readonly site: Site
  /** Beside the name: how fresh the page is. */
  readonly state?: ComponentChildren
  /** Where one adds to what the page shows; null where one already does. Without it: to the record. */
  readonly addAt?: string | null
  /** At the end of the head. */
  readonly tools?: ComponentChildren
  /** Below the head. */
  readonly bar?: ComponentChildren
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <div class="wide">
          <a class="brand" href="/">
            <Mark /> <span class="brand-name">{props.site.name}</span>
          </a>
          <div class="connection">{props.state}</div>
          {addAt !== null && (
            <a class="add" href={addAt}>
              Add entry
            </a>
          )}
          {props.tools}
        </div>
        {props.bar}
      </header>
      <main id="main" class="wide" tabIndex={-1}>
        {props.children}
      </main>
      <footer class="foot">
        <div class="wide">
          <p>
            Everything here is answered from the record, with its sources. Programs ask for the same in{' '}
            <a href="/playground">the playground</a>.
          </p>
        </div>
      </footer>
    </>
  )
}
