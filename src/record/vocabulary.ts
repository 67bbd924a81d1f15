import { registerEnumType } from 'type-graphql'

/**
 * A closed list of words as a GraphQL enum and as values in code: `Verification.DISPUTED === 'DISPUTED'`.
 * The text of each value is its description in the public schema. The database has an enum of the same name and values.
 */
export function vocabulary<const Words extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  words: Words,
): { readonly [Word in keyof Words]: Word } {
  const values: Record<string, string> = Object.fromEntries(Object.keys(words).map((word) => [word, word]))
  registerEnumType(values, {
    name,
    description,
    valuesConfig: Object.fromEntries(Object.entries(words).map(([word, text]) => [word, { description: text }])),
  })
  // Object.fromEntries forgets the keys that it was given.
  return values as { [Word in keyof Words]: Word }
}

/** The union of a vocabulary's words. */
export type Word<Vocabulary> = keyof Vocabulary & string
