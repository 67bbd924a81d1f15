import { Command } from 'commander'
import { version } from '../package.ts'
import { addLogCommands } from './log-commands.ts'
import type { Ask } from './reach.ts'
import { addTokenCommands } from './token-commands.ts'

const WHERE = `
Where the record is, is said as for the service: DATABASE_URL, or DATA_DIR (./data), in the environment or in a file .env. Beside a
running service that holds the folder, a command goes through it.

Exit codes: 0 done; 1 refused, or verify found something; 2 wrong usage, or the record cannot be reached.

Examples:
  parley token add --name "Desk" --role editor --expires 90d
  parley verify
  parley redact --help`

/** The command line. Parsing runs what it names, and rejects with what that throws; with a CommanderError on wrong usage and after a help text. */
export function parleyProgram(ask: Ask): Command {
  const program = new Command('parley')
    .description('Looks after the record of a Parley service.')
    .version(version())
    .addHelpText('after', WHERE)
    .showHelpAfterError('--help tells how it is used.')
    .exitOverride()
  addTokenCommands(program, ask)
  addLogCommands(program, ask)
  return program
}
