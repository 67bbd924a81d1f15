import { Arg, Ctx, Extensions, Mutation, Query, Resolver } from 'type-graphql'
import { OF_THE_CALLER } from '../record/caller.ts'
import { type Administered, addToken, findTokens, revokeToken } from './token.store.ts'
import {
  AccessToken,
  AddAccessTokenInput,
  AddAccessTokenPayload,
  RevokeAccessTokenInput,
  RevokeAccessTokenPayload,
} from './token.type.ts'

@Resolver(() => AccessToken)
export class AccessTokenResolver {
  @Extensions(OF_THE_CALLER)
  @Query(() => [AccessToken], {
    description:
      'All tokens that were added, oldest first, those that have expired or were revoked among them. For ADMIN. ADMIN_TOKEN, EDITOR_TOKEN and those of an issuer are not among them.',
  })
  accessTokens(@Ctx() ctx: Administered): Promise<readonly AccessToken[]> {
    return findTokens(ctx)
  }

  @Mutation(() => AddAccessTokenPayload, {
    description: 'Adds a token. For ADMIN. No change of the record, so it is not in the log.',
  })
  addAccessToken(
    @Ctx() ctx: Administered,
    @Arg('input', () => AddAccessTokenInput, { description: 'Whose, and what for.' }) input: AddAccessTokenInput,
  ): Promise<AddAccessTokenPayload> {
    return addToken(ctx, input)
  }

  @Mutation(() => RevokeAccessTokenPayload, {
    description:
      'Revokes a token, within a second at every process. Its open streams end with 4403. For ADMIN. No change of the record, so it is not in the log.',
  })
  revokeAccessToken(
    @Ctx() ctx: Administered,
    @Arg('input', () => RevokeAccessTokenInput, { description: 'Which.' }) input: RevokeAccessTokenInput,
  ): Promise<RevokeAccessTokenPayload> {
    return revokeToken(ctx, input)
  }
}
