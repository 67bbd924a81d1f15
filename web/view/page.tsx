import type { ComponentChildren, JSX } from 'preact'
import type { Site } from '../board/site.ts'
import { Mark } from './glyph.tsx'

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
  const { name, logo, home, words } = props.site
  return (
    <>
      <a class="skip" href="#main">
        {words.page.skip}
      </a>
      <header class="top">
        <div class="wide">
          <a class="brand" href="/">
            {logo === null ? <Mark /> : <img class="mark" src={logo} alt="" height="24" />}{' '}
            <span class="brand-name">{name}</span>
          </a>
          <div class="connection">{props.state}</div>
          {props.tools}
          {addAt !== null && (
            <a class="add" href={addAt}>
              {words.page.add}
            </a>
          )}
        </div>
        {props.bar}
      </header>
      <main id="main" class="wide" tabIndex={-1}>
        {props.children}
      </main>
      <footer class="foot">
        <div class="wide">
          <p>
            {words.page.foot((link) => (
              <a href="/playground">{link}</a>
            ))}
          </p>
          {home !== null && (
            <p>
              <a href="/n">{words.page.allNegotiations}</a>
            </p>
          )}
        </div>
      </footer>
    </>
  )
}
