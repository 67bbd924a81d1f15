import './styles/editor.css'
import { render } from 'preact'
import type { EditData } from './editor/data.ts'
import { Page } from './view/page.tsx'
import { SignedIn } from './view/sign-in.tsx'

const root = document.getElementById('app')
const written = document.getElementById('data')?.textContent
// Both are of our own page.
if (root && written) show(root, JSON.parse(written) as EditData)

function show(place: HTMLElement, { site, viewer }: EditData): void {
  render(
    <Page site={site} addAt={null} tools={<SignedIn name={viewer.name} />}>
      {null}
    </Page>,
    place,
  )
}
