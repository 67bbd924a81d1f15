// Writes schema.graphql from the code; with --check, says instead whether the file is what the code gives and every word is described.
import { readFile, writeFile } from 'node:fs/promises'
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  printSchema,
  printType,
} from 'graphql'
import { buildParleySchema } from '../src/schema.ts'

const FILE = new URL('../schema.graphql', import.meta.url)

const schema = buildParleySchema()
const text = print(schema)
if (process.argv.includes('--check')) {
  const problems = [...differences(await readFile(FILE, 'utf8').catch(() => ''), text), ...undescribed(schema)]
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
} else {
  await writeFile(FILE, text)
}

/** Types by name behind the three roots, their fields as the code orders them: a change of imports does not move what did not change. */
function print(schema: GraphQLSchema): string {
  if (!schema.getDirectives().every(isSpecifiedDirective)) return `${printSchema(schema)}\n`
  return `${ownTypes(schema).map(printType).join('\n\n')}\n`
}

function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  const others = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !isRoot(schema, type))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  return [...roots(schema), ...others]
}

function roots(schema: GraphQLSchema): GraphQLNamedType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null)
}

function isRoot(schema: GraphQLSchema, type: GraphQLNamedType): boolean {
  return roots(schema).includes(type)
}

/** The first line that differs, with what stands around it, is enough to know which change was not printed. */
function differences(committed: string, printed: string): string[] {
  if (committed === printed) return []
  const [before, after] = [committed.split('\n'), printed.split('\n')]
  const line = after.findIndex((text, index) => text !== before[index])
  const around = (lines: readonly string[], sign: string): string[] =>
    lines.slice(Math.max(0, line), line + 3).map((text) => `  ${sign} ${text}`)
  return [
    `schema.graphql is not what the code gives, from line ${line + 1} on. Run: npm run gen`,
    ...around(before, '-'),
    ...around(after, '+'),
  ]
}

/** The descriptions are the public manual, so each type, field, argument and value has one that is a sentence. */
function undescribed(schema: GraphQLSchema): string[] {
  return (
    ownTypes(schema)
      // Type-graphql makes the three roots itself and takes no description for them.
      .flatMap((type) => [
        ...(isRoot(schema, type) ? [] : [{ place: type.name, description: type.description }]),
        ...membersOf(type),
      ])
      .filter(({ description }) => !/[.?!]['")]?$/.test(description?.trim() ?? ''))
      .map(
        ({ place, description }) =>
          `${place}: ${description ? 'its description does not end as a sentence does' : 'has no description'}`,
      )
  )
}

interface Described {
  readonly place: string
  readonly description: string | null | undefined
}

function membersOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({ place: `${type.name}.${name}`, description }))
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => ({
      place: `${type.name}.${name}`,
      description,
    }))
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => {
    const place = `${type.name}.${field.name}`
    return [
      { place, description: field.description },
      ...field.args.map(({ name, description }) => ({ place: `${place}(${name})`, description })),
    ]
  })
}
