import type { JSX } from 'preact'

/** What the page on which one signs in shows. */
export interface SigningIn {
  /** Where it leads to. */
  readonly to: string
  /** Why the last attempt failed; null: there was none. */
  readonly problem: string | null
}

/** The form by which an editor signs in, without scripts. */
export function SignIn({ to, problem }: SigningIn): JSX.Element {
  return (
    <div class="lede sign-in">
      <h1>Sign in to edit</h1>
      <p class="about">Reading needs no token. Editors have theirs from whoever runs this service.</p>
      {problem !== null && (
        <div class="problems" role="alert" aria-labelledby="problem">
          <h2 id="problem">You are not signed in</h2>
          <p>
            <a href="#token">{problem}</a>
          </p>
        </div>
      )}
      <form class="sign-in-form" method="post" action="/edit/session">
        <input type="hidden" name="to" value={to} />
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck={false}
          required
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'token-problem'}
        />
        {problem !== null && (
          <p class="problem" id="token-problem">
            {problem}
          </p>
        )}
        <button type="submit">Sign in</button>
      </form>
      <p>
        <a href="/">Read the record</a>
      </p>
    </div>
  )
}

/** Who has signed in, and the way out. */
export function SignedIn({ name }: { readonly name: string }): JSX.Element {
  return (
    <form class="signed-in" method="post" action="/edit/session/end">
      <span>
        Signed in as <bdi>{name}</bdi>
      </span>
      <button type="submit" class="display-button">
        Sign out
      </button>
    </form>
  )
}
