import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react'
import type { ReactNode } from 'react'
import type { ExampleOperation } from './operation.ts'
import type { Group } from './operations.ts'

/** Operations that work, each a click away: it opens in a tab of its own, ready to run. */
export function galleryOf(groups: readonly Group[]): GraphiQLPlugin {
  return { title: 'Gallery', icon: Icon, content: () => <Gallery groups={groups} /> }
}

function Gallery({ groups }: { readonly groups: readonly Group[] }): ReactNode {
  const open = useOpen()
  return (
    <section className="gallery" aria-label="Gallery">
      <h1>Gallery</h1>
      <p>Each opens in a tab of its own, ready to run.</p>
      {groups.map(({ title, operations }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul>
            {operations.map((operation) => (
              <li key={operation.title}>
                <button type="button" onClick={() => open(operation)}>
                  {operation.title}
                </button>
                <p>{operation.about}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

function useOpen(): (operation: ExampleOperation) => void {
  const actions = useGraphiQLActions()
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }))
  return ({ query, variables = '' }) => {
    actions.addTab()
    actions.updateActiveTabValues({ query, variables })
    editors.queryEditor?.setValue(query)
    editors.variableEditor?.setValue(variables)
    // There may be more tabs than the row can show.
    requestAnimationFrame(() => document.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView())
  }
}

function Icon(): ReactNode {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <rect x="4" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="4" y="13.5" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1" />
    </svg>
  )
}
