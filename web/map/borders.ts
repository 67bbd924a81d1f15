import { geoContains } from 'd3-geo'
import type { Feature, MultiLineString, MultiPolygon } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, MultiPolygon as Pieces, Topology } from 'topojson-specification'

/** The world as it is drawn. */
export interface World {
  readonly land: MultiPolygon | Feature
  readonly borders: MultiLineString
  /** Lines that are drawn dashed: occupied or disputed. */
  readonly disputed: MultiLineString
  readonly countries: readonly Country[]
}

/** A country with its name. */
export interface Country {
  readonly name: string
  /** ISO 3166-1, in digits; empty where it has none. */
  readonly code: string
  readonly shape: Feature
}

interface Named {
  readonly name: string
}
type Countries = GeometryCollection<Named>
/** Natural Earth, as world-atlas has it. */
export type Atlas = Topology<{ countries: Countries; land: GeometryCollection }>

const RUSSIA = '643'
const UKRAINE = '804'
/** Amid Crimea. */
const CRIMEA: [number, number] = [34.1, 44.95]

/** Whose borders are drawn: those of the resolutions of the United Nations, those that Natural Earth draws, or nobody's. */
export type Boundaries = 'un' | 'defacto' | 'none'

/** The world with borders of a choice. */
export function worldOf(atlas: Atlas, boundaries: Boundaries): World {
  if (boundaries === 'un') return worldOfNations(atlas)
  const { countries } = atlas.objects
  const borders = mesh(atlas, countries, (one, other) => one !== other)
  const drawn = boundaries === 'none' ? { ...borders, coordinates: [] } : borders
  return worldWith(atlas, countries, drawn, { type: 'MultiLineString', coordinates: [] })
}

/**
 * Natural Earth draws Crimea within Russia. Resolution 68/262 of the General Assembly of the United Nations has it in Ukraine: its polygon is Ukraine's, and the
 * line at Perekop, which then divides nobody, is drawn dashed.
 */
function worldOfNations(atlas: Atlas): World {
  const { countries } = atlas.objects
  const [russia, ukraine] = [RUSSIA, UKRAINE].map((id) => piecesOf(countries, id))
  const crimea = russia?.arcs.find((rings) => geoContains(polygonOf(atlas, rings), CRIMEA))
  const line = crimea && ukraine ? sharedBy(crimea, ukraine.arcs) : []
  const moved: Countries =
    crimea && russia && ukraine
      ? {
          ...countries,
          geometries: countries.geometries.map((country) => {
            if (country.id === RUSSIA)
              return { ...russia, id: RUSSIA, arcs: russia.arcs.filter((each) => each !== crimea) }
            if (country.id === UKRAINE) return { ...ukraine, id: UKRAINE, arcs: [...ukraine.arcs, crimea] }
            return country
          }),
        }
      : countries
  return worldWith(
    atlas,
    moved,
    mesh(atlas, moved, (one, other) => one !== other),
    mesh(atlas, { type: 'MultiLineString', arcs: line.map((arc) => [arc]) }),
  )
}

function worldWith(atlas: Atlas, countries: Countries, borders: MultiLineString, disputed: MultiLineString): World {
  return {
    land: feature(atlas, atlas.objects.land) as unknown as Feature,
    ...{ borders, disputed },
    countries: feature(atlas, countries).features.map((shape) => ({
      ...{ name: shape.properties.name, code: String(shape.id ?? '') },
      shape,
    })),
  }
}

/** A country as a list of polygons, whether it has one or several. */
function piecesOf({ geometries }: Countries, id: string): Pieces<Named> | undefined {
  const country = geometries.find((each) => each.id === id)
  if (country?.type === 'MultiPolygon') return country
  if (country?.type !== 'Polygon') return undefined
  return { ...country, type: 'MultiPolygon', arcs: [country.arcs] }
}

function polygonOf(atlas: Atlas, rings: number[][]): Feature {
  return feature(atlas, { type: 'Polygon', arcs: rings })
}

/** Arcs of one polygon that others run along too, whichever way round. */
function sharedBy(rings: readonly number[][], others: readonly number[][][]): number[] {
  const line = (arc: number): number => (arc < 0 ? ~arc : arc)
  const theirs = new Set(others.flat(2).map(line))
  return rings
    .flat()
    .map(line)
    .filter((arc) => theirs.has(arc))
}
