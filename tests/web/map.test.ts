import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { geoContains } from 'd3-geo'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Atlas, worldOf } from '../../web/map/borders.ts'
import { type Place, drawingOf } from '../../web/map/drawing.ts'

const ATLAS = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
// world-atlas says what its file holds.
const world = worldOf(JSON.parse(readFileSync(ATLAS, 'utf8')) as Atlas, 'un')
const SIMFEROPOL: [number, number] = [34.1, 44.95]

const place = (name: string, latitude: number, longitude: number, resolution = 'CITY'): Place => ({
  ...{ id: name, name, latitude, longitude, resolution },
})

describe('the borders of the map', () => {
  const holds = (name: string, point: [number, number]) =>
    geoContains(world.countries.find((country) => country.name === name)!.shape, point)

  it('have Crimea in Ukraine, as resolution 68/262 has it, and the rest where it was', () => {
    expect(holds('Ukraine', SIMFEROPOL)).toBe(true)
    expect(holds('Russia', SIMFEROPOL)).toBe(false)
    expect(holds('Ukraine', [30.5, 50.45])).toBe(true)
    expect(holds('Russia', [37.6, 55.75])).toBe(true)
  })

  it('draw the line at Perekop dashed, and no other', () => {
    const points = world.disputed.coordinates.flat()
    expect(points.length).toBeGreaterThan(1)
    for (const [longitude, latitude] of points) {
      expect(longitude).toBeGreaterThan(33)
      expect(longitude).toBeLessThan(35.5)
      expect(latitude).toBeGreaterThan(45.4)
      expect(latitude).toBeLessThan(46.4)
    }
    const drawn = new Set(world.borders.coordinates.flat().map(String))
    expect(points.slice(1, -1).filter((point) => drawn.has(String(point)))).toEqual([])
  })
})

describe('a map', () => {
  const near = [place('Kyiv', 50.45, 30.52), place('Odesa', 46.48, 30.73), place('Kursk', 51.73, 36.19, 'PROVINCE')]

  it('shows towns as dots, areas as rings, and what is far as arrows with the distance', () => {
    const drawing = drawingOf([...near, place('Washington', 38.9, -77.04)], world)!
    expect(drawing.marks.map(({ name, shape }) => [name, shape])).toEqual([
      ['Kyiv', 'dot'],
      ['Odesa', 'dot'],
      ['Kursk', 'ring'],
      ['Washington', 'arrow'],
    ])
    expect(drawing.marks[3]!.km).toBeGreaterThan(7_000)
    expect(drawing.countries.map(({ name }) => name)).toContain('Ukraine')
    expect(drawing.land.length + drawing.borders.length).toBeLessThan(40_000)
  })

  it('has its middle where most towns are, not where most names are', () => {
    const palace = [place('A palace', 38.9, -77.04), place('Its garden', 38.9, -77.04), place('Its gate', 38.9, -77.04)]
    const drawing = drawingOf([...palace, place('Moscow', 55.75, 37.62), place('Kursk', 51.73, 36.19)], world)!
    expect(drawing.marks.filter(({ shape }) => shape === 'arrow').map(({ name }) => name)).toEqual([
      'A palace',
      'Its garden',
      'Its gate',
    ])
  })

  it('is none without places', () => {
    expect(drawingOf([], world)).toBeNull()
    expect(drawingOf([place('Nowhere', 999, 999)], world)).toBeNull()
  })

  it('keeps all marks and names within its frame and apart, wherever in the world they are', () => {
    const anywhere = fc.record({
      latitude: fc.double({ min: -89, max: 89, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1, maxLength: 5 }), (points) => {
        const places = points.map(({ latitude, longitude }, index) => place(`P${String(index)}`, latitude, longitude))
        const { marks, size } = drawingOf(places, world)!
        for (const { x, y } of marks) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(size)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(size)
        }
      }),
      { numRuns: 10 },
    )
  })
})
