import type { JSX } from 'preact'
import type { Site } from '../board/site.ts'
import { Section } from './parts.tsx'

/**
 * Where things happened. The map is drawn by the service alone: in a browser it is left as it was written, so neither the borders of the world nor what draws
 * them have to be sent.
 */
export function Places({ map, site }: { readonly map: string; readonly site: Site }): JSX.Element {
  const { title, note, boundaries } = site.words.places
  return (
    <Section id="places" title={title}>
      <div class="map-frame" dangerouslySetInnerHTML={{ __html: map }} />
      <p class="map-note">
        {note} {boundaries[site.boundaries]}
      </p>
    </Section>
  )
}
