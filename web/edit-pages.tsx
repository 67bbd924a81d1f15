import { type Answered, type GivenLook, documentOf, speaking } from './document.tsx'
import type { EditData } from './editor/data.ts'
import { Page } from './view/page.tsx'
import { SignIn, type SigningIn } from './view/sign-in.tsx'

/** The page of the editor, which nothing shows without scripts. */
export function editPage(given: Omit<EditData, 'site'>, look: GivenLook): Answered {
  const means = speaking(look)
  const { site } = means
  const page = (
    <Page site={site} addAt={null}>
      <noscript>
        <p class="lede">{site.words.signIn.needsScripts}</p>
      </noscript>
    </Page>
  )
  return documentOf(200, site.words.signIn.edit, page, {
    ...means,
    data: { site: look.site, ...given } satisfies EditData,
  })
}

/** The page on which one signs in to edit. */
export function signInPage(status: number, given: SigningIn, look: GivenLook): Answered {
  const means = speaking(look)
  const { site } = means
  const words = site.words.signIn
  const page = (
    <Page site={site} addAt={null}>
      <SignIn {...given} words={words} />
    </Page>
  )
  return documentOf(status, given.problem === null ? words.act : words.failed, page, means)
}
