import type { NamedFragment } from '../generated/graphql.ts'
import { FIELDS, type Field } from './fields.ts'
import type { Chosen, Kind, Row, Value, Values } from './values.ts'

const LONGEST_NAME = 140

/** An entry as one chooses it. */
export function chosenFrom(entry: NamedFragment): Chosen {
  const { id, number, __typename: type } = entry
  const said = entry.__typename === 'Statement' && entry.speaker ? `${entry.speaker.name}: ` : ''
  const name = said + entry.name
  return { id, number, type, name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name }
}

/** The values of a form from an entry that was asked for under the names of its input. */
export function valuesFrom(kind: Kind, entry: Readonly<Record<string, unknown>>): Values {
  return valuesOf(FIELDS[kind], entry)
}

function valuesOf(fields: readonly Field[], entry: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, entry[field.name])]))
}

/** What the operations ask for under the name of a field is of its kind, so each cast holds by them. */
function valueOf(field: Field, given: unknown): Value {
  if (given === null || given === undefined) return null
  switch (field.as) {
    case 'entry':
      return chosenFrom(given as NamedFragment)
    case 'entries':
      return (given as readonly NamedFragment[]).map(chosenFrom)
    case 'rows':
      return (given as readonly Readonly<Record<string, unknown>>[]).map((row, index): Row => ({
        key: `given-${String(index)}`,
        values: { ...valuesOf(field.fields, row), ...unseenOf(row) },
      }))
    case 'lines':
      return (given as readonly string[]).join('\n')
    case 'date': {
      const { edtf, asReported, inferred } = given as { edtf: string; asReported: string | null; inferred: boolean }
      return { edtf, asReported: asReported ?? '', inferred }
    }
    case 'point': {
      const { latitude, longitude } = given as { latitude: number; longitude: number }
      return { latitude: String(latitude), longitude: String(longitude) }
    }
    default:
      // Words and numbers.
      return typeof given === 'string' ? given : JSON.stringify(given)
  }
}

/** What no field shows goes along unseen: where words stand in their source, and whether an actor itself took part. */
function unseenOf({ start, end, identified }: Readonly<Record<string, unknown>>): Values {
  return {
    ...(typeof start === 'number' && typeof end === 'number' ? { start: String(start), end: String(end) } : {}),
    ...(typeof identified === 'boolean' ? { identified } : {}),
  }
}
