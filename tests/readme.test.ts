import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import ts from 'typescript'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type TestService, startService } from './support/service.ts'
import { until } from './support/until.ts'

/** A fenced block of the README. */
interface Block {
  readonly language: string
  readonly code: string
}

/** For another process of Node to start on a busy machine. */
const STARTING_MS = 25_000

const readme = readFileSync('README.md', 'utf8')
const blocks: readonly Block[] = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = '', code = '']) => ({
    language,
    code,
  }),
)
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

/** The one block that holds `words`. */
function blockWith(words: string, language = 'sh'): Block {
  const found = blocks.filter((block) => block.language === language && block.code.includes(words))
  if (!found[0] || found.length > 1) throw new Error(`README.md has ${String(found.length)} blocks with ${words}`)
  return found[0]
}

/** What the README shows as the answer: the next block after `block`, but for shell commands. */
function answerTo(block: Block): unknown {
  const next = blocks.slice(blocks.indexOf(block) + 1).find(({ language }) => language !== 'sh')
  if (next?.language !== 'json') throw new Error(`README.md shows no answer to ${block.code}`)
  return JSON.parse(next.code)
}

/** The operation that a curl command sends from its here-document. */
function operationIn({ code }: Block): string {
  const body = /<<'JSON'\n(.*)\nJSON$/ms.exec(code)?.[1]
  return (JSON.parse(body ?? '{}') as { query: string }).query
}

// One service for the whole page, in the page's order: what is added further down is not there further up.
describe('the README', () => {
  let service: TestService
  const children: ChildProcess[] = []

  beforeAll(async () => {
    service = await startService({ sample: true })
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill()
    await until(() => service.app.waiting() === 0)
  })
  afterAll(() => service.stop())

  const socketUrl = () => `${service.url.replace('http', 'ws')}/graphql`

  /** Runs Node in the project's folder; what it has printed so far. */
  function runNode(args: readonly string[]): {
    readonly printed: () => string
    readonly ended: Promise<number | null>
  } {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    let printed = ''
    child.stdout.on('data', (part: Buffer) => (printed += part.toString()))
    return { printed: () => printed, ended: new Promise((done) => child.on('close', done)) }
  }

  /** Adds the status update of the example, once somebody waits for it. */
  async function addStatusUpdate(): Promise<void> {
    await until(() => service.app.waiting() > 0, STARTING_MS)
    const command = blockWith('examples/add-status-update.mjs').code
    expect(command).toBe('node examples/add-status-update.mjs "$(cat data/admin-token)"\n')
    const { ended } = runNode(['examples/add-status-update.mjs', ADMIN, `${service.url}/graphql`])
    expect(await ended).toBe(0)
  }

  it('names commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ code }) => code.match(/npm (start|test)/g) ?? [])
    expect(new Set(named)).toEqual(new Set(['npm start', 'npm test']))
    expect(scripts).toMatchObject({ start: expect.any(String) as string, test: expect.any(String) as string })
  })

  it('shows what a first start prints', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const { code } = blockWith('is ready', 'text')
    const head = String(service.app.head)
    expect(code).toContain(`Parley ${version} is ready.`)
    expect(code).toContain(`${head} changes, of which ${String(service.app.loaded)} are the sample just loaded`)
  })

  it('shows the answer to its query', async () => {
    const block = blockWith('{ negotiations {')
    const operation = operationIn(block)
    expect(validate(schema, parse(operation))).toEqual([])
    const { data } = await service.send(operation, undefined, null)
    expect({ data }).toEqual(answerTo(block))
  })

  it('shows the answer to its mutation, which needs the token', async () => {
    const block = blockWith('mutation')
    const operation = operationIn(block)
    expect(validate(schema, parse(operation))).toEqual([])
    expect(block.code).toContain('authorization: Bearer $(cat data/admin-token)')
    const refused = await service.send(operation, undefined, null)
    expect(refused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    const { data } = await service.send(operation, undefined, ADMIN)
    expect({ data }).toEqual(answerTo(block))
  })

  it('shows what its subscription prints', { timeout: 60_000 }, async () => {
    const block = blockWith('examples/subscribe.mjs')
    expect(block.code).toBe('node examples/subscribe.mjs\n')
    const subscriber = runNode(['examples/subscribe.mjs', socketUrl()])
    await addStatusUpdate()
    await until(() => subscriber.printed().endsWith('\n}\n'))
    // Every record has cursors of its own.
    expect(JSON.parse(subscriber.printed())).toEqual({
      ...(answerTo(block) as object),
      cursor: expect.any(String) as string,
    })
  })

  it('has a subscription in TypeScript that compiles and prints what is added', { timeout: 60_000 }, async () => {
    const { code } = blockWith('client.iterate', 'ts')
    const operation = /query: '(.*)'/.exec(code)?.[1] ?? ''
    expect(validate(schema, parse(operation))).toEqual([])
    await expectToPrintWhatIsAdded(code)
  })

  it('has an example of the client helper that compiles and prints what is added', { timeout: 60_000 }, () =>
    expectToPrintWhatIsAdded(blockWith('parley/client', 'ts').code),
  )

  async function expectToPrintWhatIsAdded(code: string): Promise<void> {
    expect(mistakesIn(code)).toEqual([])
    const there = code.replace('ws://127.0.0.1:4000/graphql', socketUrl())
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
    const { outputText } = ts.transpileModule(there, { compilerOptions: options })
    const subscriber = runNode(['--input-type=module', '--eval', outputText])
    await addStatusUpdate()
    await until(() => subscriber.printed() !== '')
    expect(subscriber.printed()).toMatch(/^\S+ The White House repeats its call on Russia\.\n$/)
  }
})

/** What the compiler says of a module in the project's folder, under the project's own settings. */
function mistakesIn(code: string): string[] {
  const file = resolve('example-of-the-readme.ts')
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const host = ts.createCompilerHost(options)
  host.fileExists = (path) => path === file || ts.sys.fileExists(path)
  host.readFile = (path) => (path === file ? code : ts.sys.readFile(path))
  const program = ts.createProgram([file], { ...options, noEmit: true, rootDir: process.cwd() }, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
