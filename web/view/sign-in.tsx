import type { JSX } from 'preact'
import type { Words } from '../words/en.ts'

type SignInWords = Words['signIn']

/** What the page on which one signs in shows. */
export interface SigningIn {
  /** Where it leads to. */
  readonly to: string
  /** Why the last attempt failed; null: there was none. */
  readonly problem: string | null
  /** With whose account one may sign in as well; null: with nobody's. */
  readonly issuer: string | null
}

/** The form by which an editor signs in, without scripts. */
export function SignIn({ to, problem, issuer, words }: SigningIn & { readonly words: SignInWords }): JSX.Element {
  return (
    <div class="lede sign-in">
      <h1>{words.title}</h1>
      <p class="about">{words.about}</p>
      {problem !== null && (
        <div class="problems" role="alert" aria-labelledby="problem">
          <h2 id="problem">{words.notSignedIn}</h2>
          <p dir="auto">
            <a href="#token">{problem}</a>
          </p>
        </div>
      )}
      {issuer !== null && (
        <p class="elsewhere">
          <a class="button" href={`/edit/oidc?to=${encodeURIComponent(to)}`}>
            {words.elsewhere(<bdi>{issuer}</bdi>)}
          </a>
        </p>
      )}
      <form class="sign-in-form" method="post" action="/edit/session">
        <input type="hidden" name="to" value={to} />
        <label for="token">{words.token}</label>
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
          <p class="problem" id="token-problem" dir="auto">
            {problem}
          </p>
        )}
        <button type="submit">{words.act}</button>
      </form>
      <p>
        <a href="/">{words.read}</a>
      </p>
    </div>
  )
}

/** Who has signed in, and the way out. */
export function SignedIn({ name, words }: { readonly name: string; readonly words: SignInWords }): JSX.Element {
  return (
    <form class="signed-in" method="post" action="/edit/session/end">
      <span>
        {words.signedInAs} <bdi>{name}</bdi>
      </span>
      <button type="submit" class="display-button">
        {words.out}
      </button>
    </form>
  )
}
