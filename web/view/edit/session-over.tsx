import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useEditor } from './context.tsx'

/** Signs in again over what is written, and goes on. */
export function SessionOver(props: { readonly onSignedIn: () => void; readonly onClose: () => void }): JSX.Element {
  const { words, acts, issuer } = useEditor()
  const dialog = useRef<HTMLDialogElement>(null)
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const signedIn = useRef(false)
  useEffect(() => dialog.current?.showModal(), [])
  const signIn = async (): Promise<void> => {
    const why = await acts.signIn(token)
    if (why !== null) {
      setProblem({ wrong: words.wrongToken, reader: words.readerToken, lost: words.failed }[why])
      return
    }
    signedIn.current = true
    dialog.current?.close()
  }
  return (
    <dialog
      ref={dialog}
      class="beside small"
      aria-labelledby="over-title"
      onClose={() => (signedIn.current ? props.onSignedIn() : props.onClose())}
    >
      <h2 id="over-title">{words.sessionOver}</h2>
      <p>{words.sessionOverNote}</p>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault()
          void signIn()
        }}
      >
        <TokenField {...{ token, problem }} onChange={setToken} />
        <div class="acts">
          <button type="submit" class="primary">
            {words.signIn}
          </button>
          {issuer !== null && (
            <a href={`/edit/oidc?to=${encodeURIComponent(location.pathname + location.search)}`}>
              {words.signInWith(issuer)}
            </a>
          )}
        </div>
      </form>
    </dialog>
  )
}

function TokenField(props: {
  readonly token: string
  readonly problem: string | null
  readonly onChange: (token: string) => void
}): JSX.Element {
  const { words } = useEditor()
  const { token, problem, onChange } = props
  return (
    <div class={problem === null ? 'field' : 'field wrong'}>
      <label for="token-again">{words.token}</label>
      {problem !== null && (
        <p class="problem" id="token-problem" role="alert">
          {problem}
        </p>
      )}
      <input
        id="token-again"
        type="password"
        autocomplete="current-password"
        dir="ltr"
        aria-describedby={problem === null ? undefined : 'token-problem'}
        value={token}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  )
}
