// pgbench, and the script by which it writes what the service writes.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '../child.mjs'

const SERVERS = '/usr/lib/postgresql'
// They stand in no value that the service sends.
const NUMBER = '~'
const SEQUENCE = '^'
/** Digits of the number that makes each event another one: they replace as many of its id, its title and its fingerprint. */
const DIGITS = 12

/** Where pgbench is. @throws CannotStart */
export function findPgbench() {
  const versions = existsSync(SERVERS) ? readdirSync(SERVERS).sort((one, other) => Number(other) - Number(one)) : []
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((each) => join(SERVERS, each, 'bin')),
  ]
  const found = folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path))
  if (found === undefined)
    throw new CannotStart(
      `There is no pgbench, neither on the path nor under ${SERVERS}. It comes with PostgreSQL's server.`,
    )
  return found
}

/**
 * What the service sent for one addEvent, as a script of pgbench and the variables that it needs. The texts are the service's. Values are variables; where they hold
 * what is another one in each event, or the sequence that the log gave, the server puts that in, which takes it a few microseconds.
 *
 * @param {{ statements: readonly { text: string, values: readonly (string | null)[], prepared: boolean }[], session: string }} recorded session: how the
 *   service sets its connections; whether plans are compiled makes a great difference
 * @param {{ id: string, number: string, fingerprint: string, sequence: number }} event The one that was added.
 */
export function scriptOf({ statements, session }, { id, number, fingerprint, sequence }) {
  const sequences = new RegExp(String.raw`^${sequence}$|(?<=\b(?:sequence|number|last)\\?":)${sequence}\b`, 'g')
  const templateOf = (value) =>
    [id, fingerprint]
      .reduce((text, each) => text.replaceAll(each, `${each.slice(0, -DIGITS)}${NUMBER}`), value)
      .replaceAll(number, NUMBER)
      .replaceAll(sequences, SEQUENCE)
  const variables = new Map()
  const lines = ['\\set i :i + 1', `\\set n ${10 ** (DIGITS - 1)} + :base + :client_id * 1000000 + :i`]
  for (const [at, { text, values }] of statements.entries()) {
    // A colon before a letter is a variable to pgbench, in a pattern of a time too; in quotation marks it is the same pattern.
    const sql = text.replaceAll(/:(?=MI|SS)/g, '":"').replaceAll(/\$(\d+)/g, (_, place) => {
      const value = values[Number(place) - 1]
      if (value === null || value === undefined) return 'null'
      const template = templateOf(String(value))
      const name = `p${at}_${place}`
      variables.set(name, template)
      const numbered = template.includes(NUMBER) ? `replace(:${name}, '${NUMBER}', :n::text)` : `:${name}`
      return template.includes(SEQUENCE) ? `replace(${numbered}, '${SEQUENCE}', :sequence::text)` : numbered
    })
    const answersHead = /^\s*update log_head\b[^;]*returning sequence/s.test(text)
    lines.push(`${sql.trim()}${answersHead ? ' \\gset' : ';'}`)
  }
  return {
    script: `${lines.join('\n')}\n`,
    variables,
    prepared: statements.some(({ prepared }) => prepared),
    session: optionsOf(session),
  }
}

/** Statements that set a session, as the options with which it begins. */
const optionsOf = (session) =>
  [...session.matchAll(/set (\w+) = '?([^';]+)'?/g)].map(([, name, value]) => `-c ${name}=${value.trim()}`).join(' ')

/**
 * Runs a script for some seconds. Answers its transactions a second.
 *
 * @param {{ pgbench: string, databaseUrl: string, clients: number, seconds: number, base: number }} run base: numbers below it are taken
 * @param {ReturnType<typeof scriptOf>} task
 */
export async function runPgbench(
  { pgbench, databaseUrl, clients, seconds, base },
  { script, variables, prepared, session },
) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const file = join(folder, 'add-event.sql')
    writeFileSync(file, script)
    const given = [...variables, ['i', '0'], ['base', String(base)]].flatMap(([name, value]) => [
      '-D',
      `${name}=${value}`,
    ])
    const mode = prepared ? 'prepared' : 'extended'
    const args = ['-n', '-M', mode, '-c', clients, '-j', 1, '-T', Math.ceil(seconds), '-f', file, ...given, databaseUrl]
    const env = { ...process.env, LC_ALL: 'C', PGOPTIONS: session }
    const { stdout, stderr } = await promisify(execFile)(pgbench, args.map(String), { env }).catch((error) => error)
    const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
    const written = Number(/actually processed: (\d+)/.exec(stdout)?.[1])
    if (!(perSecond > 0) || /aborted|ERROR/.test(stderr)) throw new Error(`pgbench said: ${stderr.slice(-600)}`)
    return { perSecond, written, meanMs: Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The version of pgbench. @param {string} pgbench */
export async function versionOfPgbench(pgbench) {
  const { stdout } = await promisify(execFile)(pgbench, ['--version'])
  return /(\d[\d.]*)/.exec(stdout)?.[1] ?? null
}
