import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  None,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clockTolerance,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { IssuedTokens } from '../access/access.ts'

/** As what this service is known to the issuer. */
export interface IssuerClientOptions {
  readonly issuer: string
  readonly clientId: string
  /** Undefined for a client without one, which PKCE alone protects. */
  readonly clientSecret: string | undefined
  readonly scopes: string
  readonly clockSkewS: number
}

/** What has to be remembered between leaving for the issuer and coming back. */
export interface Leaving {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

const WITHIN_S = 5
/** What an issuer says of itself is asked for again after this. */
const FRESH_MS = 3_600_000

/** Lets people sign in with their account at an OpenID Connect issuer: by an authorization code with PKCE (RFC 7636), state and nonce. */
export class IssuerClient {
  /** What people know the issuer by: its host. */
  readonly name: string
  readonly clientId: string
  readonly #options: IssuerClientOptions
  #found: { readonly at: number; readonly configuration: Promise<Configuration> } | null = null

  constructor(options: IssuerClientOptions) {
    this.#options = options
    this.clientId = options.clientId
    this.name = new URL(options.issuer).host
  }

  /** Where somebody goes to sign in, to come back to `redirectUri`. Rejects when the issuer cannot be reached. */
  async leave(redirectUri: string): Promise<{ readonly url: string; readonly leaving: Leaving }> {
    const leaving = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    const url = buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope: this.#options.scopes,
      ...{ state: leaving.state, nonce: leaving.nonce },
      code_challenge: await calculatePKCECodeChallenge(leaving.verifier),
      code_challenge_method: 'S256',
    })
    return { url: url.href, leaving }
  }

  /** The tokens for whoever came back to `address`. Rejects when it is not the answer to this leaving, or the issuer says no. */
  async comeBack(address: URL, { state, nonce, verifier }: Leaving): Promise<IssuedTokens> {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    const tokens = await authorizationCodeGrant(await this.#configuration(), address, checks)
    if (tokens.id_token === undefined) throw new Error('An answer without an ID token cannot happen: one is expected.')
    return { idToken: tokens.id_token, accessToken: tokens.access_token }
  }

  #configuration(): Promise<Configuration> {
    if (this.#found && Date.now() - this.#found.at < FRESH_MS) return this.#found.configuration
    const { issuer, clientId, clientSecret, clockSkewS } = this.#options
    const server = new URL(issuer)
    const configuration = discovery(server, clientId, { [clockTolerance]: clockSkewS }, authenticating(clientSecret), {
      timeout: WITHIN_S,
      // Of this machine alone, as the configuration has it. Deprecated is what makes one look twice.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: server.protocol === 'http:' ? [allowInsecureRequests] : [],
    })
    this.#found = { at: Date.now(), configuration }
    configuration.catch(() => (this.#found = null))
    return configuration
  }
}

/** As the issuer likes it; where it does not say, in the header, which all must take (OpenID Connect Core, 9). */
function authenticating(secret: string | undefined): ClientAuth {
  if (secret === undefined) return None()
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)]
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const authenticate = methods.includes('client_secret_basic') ? basic : post
    authenticate(server, ...rest)
  }
}
