import './styles/editor.css'
import { render } from 'preact'
import type { Site } from './board/site.ts'
import type { EditData } from './editor/data.ts'
import { Page } from './view/page.tsx'
import { SignedIn } from './view/sign-in.tsx'
import { wordsOf } from './words/load.ts'

const root = document.getElementById('app')
const written = document.getElementById('data')?.textContent
// Both are of our own page.
if (root && written) {
  const data = JSON.parse(written) as EditData
  void wordsOf[data.site.language]().then((words) => show(root, data, { ...data.site, words }))
}

function show(place: HTMLElement, { viewer }: EditData, site: Site): void {
  render(
    <Page site={site} addAt={null} tools={<SignedIn name={viewer.name} words={site.words.signIn} />}>
      {null}
    </Page>,
    place,
  )
}
