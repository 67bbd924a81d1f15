import type { JSX } from 'preact'
import { Section } from './parts.tsx'

/**
 * Where things happened. The map is drawn by the service alone: in a browser it is left as it was written, so neither the borders of the world nor what draws
 * them have to be sent.
 */
export function Places({ map }: { readonly map: string }): JSX.Element {
  return (
    <Section id="places" title="Places">
      <div class="map-frame" dangerouslySetInnerHTML={{ __html: map }} />
      <p class="map-note">
        Ring: approximate area. Arrow: outside the map. Dashed line: disputed or occupied. Borders follow UN General
        Assembly resolution 68/262 and imply no endorsement.
      </p>
    </Section>
  )
}
