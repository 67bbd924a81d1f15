import text from 'world-atlas/countries-50m.json?raw'
import type { Ask } from '../feed/asking.ts'
import { BoardPlacesDocument, type PlacePartsFragment } from '../generated/graphql.ts'
import { type Atlas, type Boundaries, worldOf } from './borders.ts'
import { type Drawing, type Place, drawingOf } from './drawing.ts'

/** The map of where a negotiation's newest hundred events and statements took place; null where none has a point. Drawn once for the same places. */
export async function mapOf(
  ask: Ask,
  id: string,
  boundaries: Boundaries,
  kept: Map<string, unknown>,
): Promise<Drawing | null> {
  const { negotiation } = await ask(BoardPlacesDocument, { id })
  if (!negotiation) return null
  const locations = [
    ...negotiation.events.nodes.flatMap((event) => event.locations),
    ...negotiation.statements.nodes.flatMap(({ location }) => location ?? []),
  ]
  const places = [...new Map(locations.map((each) => [each.id, each])).values()]
    .flatMap(placeOf)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
  const key = `map ${JSON.stringify(places)}`
  const known = kept.get(key)
  // Under such a key there is nothing but what was put there below.
  if (known !== undefined) return known as Drawing | null
  // Half a second of work, and the same for all who ask until a place is added.
  const drawing = drawingOf(places, worldOf(JSON.parse(text) as Atlas, boundaries))
  kept.set(key, drawing)
  return drawing
}

/** Countries and what is larger are no places on a map. */
function placeOf({ id, name, resolution, point }: PlacePartsFragment): readonly Place[] {
  if (!point || resolution === 'COUNTRY' || resolution === 'INTERNATIONAL' || resolution === 'UNKNOWN') return []
  return [{ id, name, resolution, latitude: point.latitude, longitude: point.longitude }]
}
