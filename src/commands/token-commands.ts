import { type Command, Option } from 'commander'
import type { ListedToken } from './orders.ts'
import { minuteOf, printJson, printTable } from './print.ts'
import type { Ask } from './reach.ts'

const JSON_OPTION = ['--json', 'answer for programs'] as const
const ROLES = { reader: 'READER', editor: 'EDITOR', admin: 'ADMIN' } as const

interface Adding {
  readonly name: string
  readonly role: keyof typeof ROLES
  readonly expires: string
  readonly json?: true
}

/** Adds `token add`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command, ask: Ask): void {
  const token = program.command('token').description('access tokens: who may write')
  token
    .command('add')
    .description('Makes a token and prints it, alone and this once; only its SHA-256 is kept.')
    .requiredOption('--name <name>', 'the editor in the log of what is written with it')
    .addOption(new Option('--role <role>', 'what it may do').choices(Object.keys(ROLES)).makeOptionMandatory())
    .option('--expires <when>', '90d, 12h, 2w, a day (its end, UTC), an instant, or never', 'never')
    .option(...JSON_OPTION)
    .addHelpText('after', ADD_EXAMPLES)
    .action((options: Adding) => addToken(ask, options))
  token
    .command('list')
    .description('Shows all tokens, also those that have ended. What their bearers send is not known.')
    .option(...JSON_OPTION)
    .action((options: { json?: true }) => listTokens(ask, options))
  token
    .command('revoke')
    .argument('<id or name>', 'as token list shows them; a name that one valid token has')
    .description('Ends a token. Within a second it is refused, and the streams that were opened with it are closed.')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExample:\n  parley token revoke "Desk"')
    .action((idOrName: string, options: { json?: true }) => revokeToken(ask, idOrName, options))
}

const ADD_EXAMPLES = `
Examples:
  parley token add --name "Desk" --role editor --expires 90d
  TOKEN=$(npx parley token add --name "Import" --role editor --expires 12h)

When the admin token is lost:
  parley token add --name admin --role admin`

async function addToken(ask: Ask, { name, role, expires, json }: Adding): Promise<void> {
  const { secret, ...token } = await ask('token-add', {
    name,
    role: ROLES[role],
    expires: expires === 'never' ? null : expires,
  })
  if (json) {
    printJson({ ...token, secret })
    return
  }
  const end =
    token.expiresAt === null ? 'never expires (--expires sets an end)' : `expires ${minuteOf(token.expiresAt)}`
  console.error(`Token ${token.id} of "${token.name}", role ${token.role}, ${end}. It is shown this once:`)
  console.log(secret)
}

async function listTokens(ask: Ask, { json }: { readonly json?: true }): Promise<void> {
  const tokens = await ask('token-list', {})
  if (json) printJson(tokens)
  else
    printTable(['ID', 'NAME', 'ROLE', 'CREATED', 'BY', 'EXPIRES', 'STATE'], tokens.map(rowOf), 'There are no tokens.')
}

function rowOf({ id, name, role, createdAt, createdBy, expiresAt, state }: ListedToken): string[] {
  return [id, name, role, minuteOf(createdAt), createdBy, expiresAt === null ? 'never' : minuteOf(expiresAt), state]
}

async function revokeToken(ask: Ask, idOrName: string, { json }: { readonly json?: true }): Promise<void> {
  const token = await ask('token-revoke', { idOrName })
  if (json) printJson(token)
  else console.log(`Token ${token.id} of "${token.name}" is revoked.`)
}
