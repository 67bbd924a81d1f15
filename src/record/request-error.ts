import { GraphQLError } from 'graphql'

/** For a request that cannot be served as it was asked; code BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

/** For a cursor that this log cannot honour; code CURSOR_INVALID. Never answered with silence, since the reader would miss changes. */
export function cursorInvalid(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'CURSOR_INVALID' } })
}
