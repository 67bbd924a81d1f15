import { type GeoPermissibleObjects, type GeoProjection, geoAzimuthalEqualArea, geoDistance, geoPath } from 'd3-geo'
import { shortened } from '../board/text.ts'
import type { World } from './borders.ts'
import { Outline } from './outline.ts'

/** A place that has a point. */
export interface Place {
  readonly id: string
  readonly name: string
  readonly resolution: string
  readonly latitude: number
  readonly longitude: number
}

/** A place on the drawing. */
export interface Mark {
  readonly id: string
  readonly name: string
  readonly x: number
  readonly y: number
  /** dot: a town. ring: somewhere around here. arrow: outside, that way. */
  readonly shape: 'dot' | 'ring' | 'arrow'
  /** Of an arrow: degrees, clockwise from the right. */
  readonly angle: number
  /** Of an arrow: how far the place is from the middle of the drawing, to a hundred; null within it. */
  readonly km: number | null
  readonly label: Label | null
}

/** Where a name stands; null where there is no room for it. */
interface Label {
  /** The name, or its beginning. */
  readonly words: string
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

/** A map as paths and marks. */
export interface Drawing {
  readonly size: number
  readonly land: string
  readonly borders: string
  readonly disputed: string
  readonly countries: readonly {
    readonly name: string
    readonly code: string
    readonly x: number
    readonly y: number
  }[]
  readonly marks: readonly Mark[]
}

const SIZE = 400
const EARTH_KM = 6_371
/** What is farther from the middle of things than this is outside. */
const NEAR_KM = 1_100
/** So much is always seen around, so that one sees where it is. */
const LEAST_RADIUS_KM = 420
const ONE_TOWN_KM = 40
const EDGE = 16
/** Names of countries smaller than this on the drawing would hide them. */
const LEAST_AREA = 2_600

/** The map of some places, with those that are far from the others as arrows at its edge; null without any. */
export function drawingOf(places: readonly Place[], world: World): Drawing | null {
  const located = places.filter(({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
  const middle = middleOf(located)
  if (!middle) return null
  const near = located.filter((each) => kmBetween(each, middle) <= NEAR_KM)
  const center = centerOf(near)
  const radiusKm = Math.max(LEAST_RADIUS_KM, ...near.map((each) => kmBetween(each, center))) * 1.3
  const projection = geoAzimuthalEqualArea()
    .rotate([-center.longitude, -center.latitude])
    .translate([SIZE / 2, SIZE / 2])
    .scale(SIZE / 2 / (radiusKm / EARTH_KM))
    .clipExtent([
      [0, 0],
      [SIZE, SIZE],
    ])
  const path = geoPath(projection)
  const outline = new Outline()
  const draw = geoPath(projection, outline)
  const drawn = (shape: GeoPermissibleObjects): string => {
    draw(shape)
    return outline.take()
  }
  return {
    size: SIZE,
    land: drawn(world.land),
    borders: drawn(world.borders),
    disputed: drawn(world.disputed),
    countries: world.countries.flatMap(({ name, code, shape }) => {
      if (path.area(shape) < LEAST_AREA) return []
      const [x, y] = path.centroid(shape)
      return x > 30 && x < SIZE - 30 && y > 12 && y < SIZE - 12
        ? [{ name, code, x: Math.round(x), y: Math.round(y) }]
        : []
    }),
    marks: labelled(located.map((place) => markOf(place, center, projection))),
  }
}

type Point = Pick<Place, 'latitude' | 'longitude'>

function kmBetween(one: Point, other: Point): number {
  return geoDistance([one.longitude, one.latitude], [other.longitude, other.latitude]) * EARTH_KM
}

/** The place that the others are least far from; far is far, however far, and places of one town count as one. */
function middleOf(places: readonly Place[]): Place | undefined {
  const towns = places.filter(
    (place, index) => places.findIndex((other) => kmBetween(place, other) <= ONE_TOWN_KM) === index,
  )
  const farness = (place: Place): number =>
    towns.reduce((sum, other) => sum + Math.min(2 * NEAR_KM, kmBetween(place, other)), 0)
  return towns.toSorted((one, other) => farness(one) - farness(other))[0]
}

function centerOf(near: readonly Place[]): Point {
  const middleBetween = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2
  const first = near[0]?.longitude ?? 0
  // So that a frame across the date line has its middle there.
  const turned = near.map(({ longitude }) => ((longitude - first + 540) % 360) - 180)
  return {
    latitude: middleBetween(near.map(({ latitude }) => latitude)),
    longitude: ((first + middleBetween(turned) + 540) % 360) - 180,
  }
}

function markOf(place: Place, center: Point, projection: GeoProjection): Omit<Mark, 'label'> {
  const [x, y] = projection([place.longitude, place.latitude]) ?? [SIZE / 2, SIZE / 2]
  const { id, name, resolution } = place
  const inside = x >= EDGE / 2 && x <= SIZE - EDGE / 2 && y >= EDGE / 2 && y <= SIZE - EDGE / 2
  if (inside) {
    const exact = resolution === 'CITY' || resolution === 'SUB_CITY'
    return { ...{ id, name, x: rounded(x), y: rounded(y), angle: 0, km: null }, shape: exact ? 'dot' : 'ring' }
  }
  const [dx, dy] = [x - SIZE / 2, y - SIZE / 2]
  const reach = (SIZE / 2 - EDGE) / Math.max(Math.abs(dx), Math.abs(dy))
  return {
    ...{ id, name, x: rounded(SIZE / 2 + dx * reach), y: rounded(SIZE / 2 + dy * reach), shape: 'arrow' },
    angle: Math.round((Math.atan2(dy, dx) * 180) / Math.PI),
    km: Math.max(100, Math.round(kmBetween(place, center) / 100) * 100),
  }
}

const rounded = (value: number): number => Math.round(value * 10) / 10

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const LETTER = 6.1
const LABEL_CHARACTERS = 28
const LINE = 14

/** Gives each mark a place for its name where nothing else stands, if there is one: beside it, else above or below. */
function labelled(marks: readonly Omit<Mark, 'label'>[]): readonly Mark[] {
  const taken: Box[] = marks.map(({ x, y }) => ({ left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 }))
  return marks.map((mark) => {
    const words = shortened(mark.name, LABEL_CHARACTERS)
    const width = (words.length + (mark.km === null ? 0 : 9)) * LETTER
    const label = candidates(mark, words).find((each) => {
      const box = boxOf(each, width)
      const fits = box.left >= 2 && box.right <= SIZE - 2 && box.top >= 0 && box.bottom <= SIZE
      return fits && !taken.some((other) => overlaps(box, other))
    })
    if (label) taken.push(boxOf(label, width))
    return { ...mark, label: label ?? null }
  })
}

function candidates({ x, y, shape }: Omit<Mark, 'label'>, words: string): readonly Label[] {
  const gap = shape === 'ring' ? 14 : 10
  return [0, -LINE, LINE, -2 * LINE, 2 * LINE].flatMap((shift): Label[] => [
    { words, x: x + gap, y: y + 4 + shift, anchor: 'start' },
    { words, x: x - gap, y: y + 4 + shift, anchor: 'end' },
  ])
}

function boxOf({ x, y, anchor }: Label, width: number): Box {
  const left = anchor === 'start' ? x : x - width
  return { left, right: left + width, top: y - 11, bottom: y + 3 }
}

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
