import { type Answered, type Look, documentOf } from './document.tsx'
import type { EditData } from './editor/data.ts'
import { Page } from './view/page.tsx'
import { SignIn, type SigningIn } from './view/sign-in.tsx'

/** The page of the editor, which nothing shows without scripts. */
export function editPage(given: Omit<EditData, 'site'>, means: Look): Answered {
  const { site } = means
  const page = (
    <Page site={site} addAt={null}>
      <noscript>
        <p class="lede">Editing needs scripts; reading does not.</p>
      </noscript>
    </Page>
  )
  return documentOf(200, 'Edit', page, { ...means, data: { site, ...given } satisfies EditData })
}

/** The page on which one signs in to edit. */
export function signInPage(status: number, given: SigningIn, means: Look): Answered {
  const { site } = means
  const page = (
    <Page site={site} addAt={null}>
      <SignIn {...given} />
    </Page>
  )
  return documentOf(status, given.problem === null ? 'Sign in' : 'Not signed in', page, means)
}
