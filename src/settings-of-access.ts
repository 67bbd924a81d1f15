import type { Setting } from './setting.ts'

/** Who may write and read, and how one says who one is: tokens, sessions, an issuer. */
export const SETTINGS_OF_ACCESS: readonly Setting[] = [
  {
    name: 'ADMIN_TOKEN',
    inFile: true,
    example: '',
    meaning:
      'Token of the editor "admin", role ADMIN. Unset: one is made at the first start and kept in DATA_DIR/admin-token.',
  },
  {
    name: 'EDITOR_TOKEN',
    inFile: true,
    example: '',
    meaning: 'Token of the editor "editor", role EDITOR. Unset: there is none.',
  },
  {
    name: 'PUBLIC_READ',
    example: 'true',
    meaning: 'Whether everyone may read. false: without a token every operation is refused.',
  },
  {
    name: 'SESSION_HOURS',
    example: '12',
    meaning:
      'How long one stays signed in to the editor, 1 to 720; never longer than the token by which one signed in is valid.',
  },
  {
    name: 'AUTH_JWKS_URL',
    example: '',
    meaning:
      'Where an OpenID Connect issuer publishes the keys with which it signs its tokens; https, or http on this machine. Unset, and AUTH_PUBLIC_KEY too: only tokens of our own are taken.',
  },
  {
    name: 'AUTH_PUBLIC_KEY',
    inFile: true,
    example: '',
    meaning: 'Instead of AUTH_JWKS_URL: the one public key of the issuer, in PEM; \\n may stand for the ends of lines.',
  },
  { name: 'AUTH_ISSUER', example: '', meaning: 'What the claim iss of the tokens must be. Needed with a key.' },
  {
    name: 'AUTH_AUDIENCE',
    example: '',
    meaning: 'What the claim aud of the tokens must be or hold. Needed with a key.',
  },
  {
    name: 'AUTH_ROLE_CLAIM',
    example: 'roles',
    meaning: 'The claim that holds roles, as a list or as words; with dots for claims in claims: realm_access.roles.',
  },
  { name: 'AUTH_ADMIN_ROLES', example: 'parley-admin', meaning: 'What means ADMIN there, with commas between.' },
  {
    name: 'AUTH_EDITOR_ROLES',
    example: 'parley-editor',
    meaning: 'What means EDITOR there, with commas between. Who has none of both is a READER.',
  },
  {
    name: 'AUTH_NAME_CLAIM',
    example: 'sub',
    meaning:
      'The claim that holds the name for the log. It must never change and never pass to another person; sub is the one claim of which that is promised.',
  },
  {
    name: 'AUTH_CLIENT_ID',
    example: '',
    meaning:
      'As what this service is registered with the issuer, with the redirect URI PUBLIC_URL/edit/oidc/callback: editors may sign in with their account there. AUTH_ISSUER must be its address then. Unset: with tokens alone.',
  },
  {
    name: 'AUTH_CLIENT_SECRET',
    inFile: true,
    example: '',
    meaning: 'The secret of that client. Unset: a public client, which PKCE alone protects.',
  },
  {
    name: 'AUTH_SCOPES',
    example: 'openid profile',
    meaning: 'What is asked for when one signs in there, with blanks between; openid must be among it.',
  },
  {
    name: 'AUTH_CLOCK_SKEW_S',
    example: '60',
    meaning: 'By how many seconds the clock of the issuer may differ, 0 to 300; so much longer its tokens hold.',
  },
]
