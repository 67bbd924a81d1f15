import { GraphQLCountryCode } from 'graphql-scalars'
import { formed } from './input.ts'

/** An ISO 3166-1 alpha-2 code in upper case, or null. */
export const countryCode = () => formed(10, 'UA', isCountryCode)

function isCountryCode(text: string): boolean {
  try {
    return text === text.toUpperCase() && GraphQLCountryCode.parseValue(text) === text
  } catch {
    return false
  }
}
