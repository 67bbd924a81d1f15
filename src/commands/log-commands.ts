import { createInterface } from 'node:readline/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { Declined, type Orders } from './orders.ts'
import { grouped, minuteOf, printJson, printTable, showProgress } from './print.ts'
import type { Ask } from './reach.ts'

const JSON_OPTION = ['--json', 'answer for programs'] as const

interface Redacting {
  readonly field?: readonly string[]
  readonly reason: string
  readonly yes?: true
  readonly json?: true
}

/** Adds `verify` and `redact`. */
export function addLogCommands(program: Command, ask: Ask): void {
  program
    .command('verify')
    .summary('walks the log and names the first line that does not hold')
    .description(
      'Walks the log from its first line and names the first that was altered, removed or inserted; exit code 1 then.',
    )
    .option(
      '--expect <head>',
      'a head that was kept: finds out whoever rewrote the log up to there and all that follows',
      headFrom,
    )
    .option(...JSON_OPTION)
    .addHelpText('after', VERIFY_EXAMPLES)
    .action((options: { expect?: string; json?: true }) => verify(ask, options))
  program
    .command('redact')
    .summary('takes words out of an entry and out of the log, for good')
    .argument('<id>', 'of the entry')
    .description('Takes words out of an entry, and out of every line of the log that holds them. There is no way back.')
    .option('--field <names...>', 'which of its fields, as changedFields names them; without it, all that can be')
    .requiredOption('--reason <text>', 'why; it is public')
    .option('--yes', 'do not ask')
    .option(...JSON_OPTION)
    .addHelpText('after', REDACT_EXAMPLES)
    .action((id: string, options: Redacting) => redact(ask, id, options))
}

const VERIFY_EXAMPLES = `
The head that it prints is worth keeping elsewhere: the service prints it at its start too.

Examples:
  parley verify
  parley verify --expect 18231:5f0c…`

const REDACT_EXAMPLES = `
Examples:
  parley redact 019a3c5e-7d1f-7c43-9a55-0242ac120002 --field text --reason "Taken down at the publisher's request"
  parley redact 019a3c5e-7d1f-7c43-9a55-0242ac120002 --reason "Personal data" --yes`

function headFrom(text: string): string {
  if (/^\d{1,10}:[0-9a-f]{64}$/i.test(text)) return text
  throw new InvalidArgumentError('A head is a sequence and a hash with a colon between, as verify prints it.')
}

async function verify(ask: Ask, { expect: expected, json }: { expect?: string; json?: true }): Promise<void> {
  const progress = showProgress('Verified')
  const found = await ask('verify', { expected: expected ?? null }, progress.tell).finally(progress.end)
  if (found.findings.length > 0) process.exitCode = 1
  if (json) printJson({ holds: found.findings.length === 0, ...found })
  else printVerified(found)
}

function printVerified({ changes, ms, head, findings, redactions }: Orders['verify']['answer']): void {
  const pace = `${grouped(changes)} changes in ${(ms / 1000).toFixed(1)} s, ${grouped(Math.round((changes * 1000) / Math.max(ms, 1)))} a second`
  if (findings.length === 0) console.log(`The log holds: ${pace}.\nHead ${head}`)
  else console.log(`The log does not hold. Up to there: ${pace}.\n${findings.map(({ message }) => message).join('\n')}`)
  if (redactions.length === 0) return
  console.log(`\nWhat was taken out:`)
  const rows = redactions.map(({ sequence, at, editor, entryId, changedFields, reason }) => [
    ...[String(sequence), minuteOf(at), editor, entryId, changedFields.join(', '), reason ?? ''],
  ])
  printTable(['LINE', 'WHEN', 'BY', 'ENTRY', 'FIELDS', 'WHY'], rows, '')
}

async function redact(ask: Ask, id: string, { field, reason, yes, json }: Redacting): Promise<void> {
  if (!yes) await confirm(`${field?.join(', ') ?? 'All words that can be redacted'} of entry ${id}`)
  const { sequence } = await ask('redact', { id, fields: field ?? null, reason })
  if (json) printJson({ sequence })
  else if (sequence === null) console.log('There was nothing to take out.')
  else console.log(`It is taken out. Line ${String(sequence)} of the log says so, and why.`)
}

async function confirm(what: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Declined('Nobody can be asked here whether this is meant; say so with --yes.')
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question(`${what}: out of the record and its whole log, with no way back. Go on? [y/N] `)
  asking.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new Declined('Nothing was done.')
}
