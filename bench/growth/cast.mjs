// Who and what there is to speak of: as many at every size, as a conflict has no more parties when it lasts longer.
import { MARKS } from './words.mjs'

const [COUNTRIES, REGIONS, CITIES] = [10, 5, 4]
const [STATES, BODIES, PERSONS] = [30, 2, 300]

const many = (length, make) => Array.from({ length }, (_, index) => make(index))

/**
 * @param {() => string} newId
 * @returns {{ entries: import('./record.mjs').Addition[], places: string[], organizations: string[], actors: string[], states: string[], country: string, state: string, person: string }}
 *   cities, organisations, everybody who takes part, states; and of each one that is asked about
 */
export function castOf(newId) {
  const countries = many(COUNTRIES, (index) => location(newId(), `Country ${index}`, 'COUNTRY', null))
  const regions = countries.flatMap(({ id, input }) =>
    many(REGIONS, (index) => location(newId(), `${input.name}, Region ${index}`, 'REGION', id)),
  )
  const cities = regions.flatMap(({ id, input }) =>
    many(CITIES, (index) => location(newId(), `${input.name}, City ${index}`, 'CITY', id)),
  )
  const states = many(STATES, (index) => organization(newId(), `State ${index}`, 'STATE', null))
  const bodies = states.flatMap(({ id, input }) =>
    many(BODIES, (index) => organization(newId(), `${input.name}, Ministry ${index}`, 'GOVERNMENT_BODY', id)),
  )
  const organizations = [...states, ...bodies]
  const persons = many(PERSONS, (index) => person(newId(), index, organizations[index % organizations.length].id))
  const ids = (entries) => entries.map(({ id }) => id)
  return {
    entries: [...countries, ...regions, ...cities, ...organizations, ...persons],
    places: ids(cities),
    organizations: ids(organizations),
    actors: ids([...organizations, ...persons]),
    states: ids(states),
    country: countries[0].id,
    state: states[0].id,
    person: persons[0].id,
  }
}

const named = (name) => ({ name, aliases: [`${name} of the ${MARKS.everywhere}`] })

function location(id, name, kind, partOfId) {
  return { type: 'LOCATION', id, input: { ...named(name), kind, partOfId } }
}

function organization(id, name, kind, partOfId) {
  return { type: 'ORGANIZATION', id, input: { ...named(name), kind, partOfId } }
}

function person(id, index, organizationId) {
  return {
    type: 'PERSON',
    id,
    input: { ...named(`Person ${index}`), memberships: [{ organizationId, title: 'Envoy' }] },
  }
}
