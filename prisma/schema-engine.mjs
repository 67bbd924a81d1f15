#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which Prisma would download at first use: the same arguments and the same JSON-RPC over
// stdin and stdout, answered by @prisma/schema-engine-wasm. prisma.config.ts names this file to Prisma.
//   postgresql://…              a server, through node-postgres
//   pglite:<folder>             the embedded database, opened as the service opens it: one lock, durable, the same extensions
//   pglite:memory               a database that is forgotten at the end
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { embeddedPoolConfig, openEmbedded } from '../src/db/embedded.mjs'
import { FolderInUseError } from '../src/db/errors.mjs'

const EMBEDDED = /^pglite:(\/\/)?/
const IN_MEMORY = 'pglite:memory'
const CONNECT_TIMEOUT_MS = 10_000
const WAIT_FOR_FOLDER_MS = 3_000
/** PostgreSQL's internal "char" of the catalogs, which Prisma's introspection reads and its adapter does not know. */
const CHAR_OID = 18
const TEXT_OID = 25

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // The real engine has more options; none of them matters here.
  strict: false,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
})
const { url = IN_MEMORY, shadowDatabaseUrl } = values.datasource ? JSON.parse(values.datasource) : {}

if (positionals[0] === 'cli') await runCommand(positionals[1])
else await serve(await loadEngine())

// ------------------------------------------------------------------------------------------------------------------- connections

async function openPool(address) {
  if (!EMBEDDED.test(address)) {
    const pool = new pg.Pool({ connectionString: address, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
    // A cut connection shows at the next statement; without a listener it would end the process unanswered.
    pool.on('error', () => undefined)
    return { pool, close: () => pool.end() }
  }
  const { pglite, close } = await openWhenFree(address.replace(EMBEDDED, ''))
  const pool = new pg.Pool(embeddedPoolConfig(pglite))
  return {
    pool,
    close: async () => {
      await pool.end()
      await close()
    },
  }
}

/** Prisma does not wait for the engine of its last command to end, so a second command may come a moment too early. */
async function openWhenFree(folder) {
  const giveUpAt = Date.now() + WAIT_FOR_FOLDER_MS
  while (true) {
    try {
      return await openEmbedded(folder)
    } catch (error) {
      if (!(error instanceof FolderInUseError) || Date.now() > giveUpAt) throw error
      await sleep(100)
    }
  }
}

async function openAdapter(address, opened, afterwards) {
  const { pool, close } = await openPool(address)
  const adapter = await new PrismaPg(pool).connect()
  adapter.executeScript = (script) => runWhole(adapter, pool, script)
  readCharColumns(adapter)
  adapter.dispose = async () => {
    if (!opened.delete(adapter)) return
    await close()
    await afterwards?.()
  }
  opened.add(adapter)
  return adapter
}

/** Prisma's adapter cuts a script at every ';', through the bodies of functions too. */
async function runWhole(adapter, pool, script) {
  try {
    await pool.query(script)
  } catch (error) {
    adapter.onError(error)
  }
}

function readCharColumns(adapter) {
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  const charColumns = new WeakMap()
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    const found = []
    result.fields.forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return
      field.dataTypeID = TEXT_OID
      found.push(index)
    })
    charColumns.set(query, found)
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const index of charColumns.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}

/** Where the engine gets its connections: to the database, and to the shadow in which it tries migrations. */
function connections(opened, onFailure) {
  const open = async (address, afterwards) => {
    try {
      return await openAdapter(address, opened, afterwards)
    } catch (error) {
      onFailure(error)
      throw error
    }
  }
  return {
    provider: 'postgres',
    adapterName: 'schema-engine-stand-in',
    connect: () => open(url),
    connectToShadowDb: async () => {
      if (shadowDatabaseUrl) return await open(shadowDatabaseUrl)
      if (EMBEDDED.test(url)) return await open(IN_MEMORY)
      const name = `prisma_migrate_shadow_db_${randomUUID()}`
      await administer(url, `create database "${name}" template template0`)
      return await open(withDatabase(url, name), () => administer(url, `drop database "${name}" with (force)`))
    },
  }
}

async function administer(address, statement) {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(address, name) {
  const changed = new URL(address)
  changed.pathname = `/${name}`
  return changed.href
}

// ------------------------------------------------------------------------------------------------------ schema-engine cli <command>

/** Prisma asks whether the database is there, and makes or drops it. A folder is made when it is opened. */
async function runCommand(command) {
  if (EMBEDDED.test(url)) process.exit(0)
  try {
    const name = pg.escapeIdentifier(decodeURIComponent(new URL(url).pathname.slice(1)))
    const elsewhere = withDatabase(url, 'postgres')
    if (command === 'can-connect-to-database') await administer(url, 'select 1')
    else if (command === 'create-database') await administer(elsewhere, `create database ${name}`)
    else if (command === 'drop-database') await administer(elsewhere, `drop database if exists ${name} with (force)`)
    else throw new Error(`The schema engine's stand-in does not know the command "${command}"`)
  } catch (error) {
    // P1003: there is no such database, and Prisma may make it. P1001: no way to the server.
    const fields = { error_code: error.code === '3D000' ? 'P1003' : 'P1001', message: messageOf(error) }
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`)
    process.exit(1)
  }
  process.exit(0)
}

function messageOf(error) {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ')
  return error instanceof Error ? error.message : String(error?.message ?? error)
}

// --------------------------------------------------------------------------------------------------------------------- JSON-RPC

/** The engine's WebAssembly, initialised by hand: its own loader imports .wasm files, which Node does behind a flag only. */
async function loadEngine() {
  // The place where its panics leave their message.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: '',
    set_message(message) {
      this.message = message
    },
  }
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings.SchemaEngine
}

async function serve(SchemaEngine) {
  const opened = new Set()
  const state = { id: null, failure: undefined }
  endProperly(opened, state)
  const datamodels = values.datamodels?.map((path) => [path, readFileSync(path, 'utf8')])
  const connect = connections(opened, (error) => (state.failure = error))
  let engine
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line)
    // Prisma's reply to our "print".
    if (method === undefined) continue
    state.id = id
    try {
      engine ??= await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(connect))
      const result = await call(engine, method, params ?? {})
      if (method === 'diff' && result.stdout) {
        send({ id: `print-${id}`, method: 'print', params: { content: result.stdout } })
      }
      send({ id, result: result ?? null })
    } catch (error) {
      send({ id, error: failureOf(error, state) })
    }
  }
  await closeAll(opened)
  process.exit(0)
}

function endProperly(opened, state) {
  const answerAndEnd = (error) => send({ id: state.id, error: failureOf(error, state) }, () => process.exit(1))
  // A panic surfaces outside every await. Unanswered, Prisma's command line would wait for ever, or exit 0 having done nothing.
  process.on('uncaughtException', answerAndEnd)
  process.on('unhandledRejection', answerAndEnd)
  // Prisma ends its engine by a signal when its own work is done; the folder's lock and a shadow database must not stay behind.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void closeAll(opened).finally(() => process.exit(0)))
}

async function closeAll(opened) {
  for (const adapter of opened) await adapter.dispose()
}

async function call(engine, method, params) {
  // In the WebAssembly build these two know the migrations' history only from a cache, which devDiagnostic fills through the shadow.
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
  }
  return await engine[method === 'getDatabaseVersion' ? 'version' : method](params)
}

function send(message, afterwards) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`, afterwards)
}

/** As the native engine words it: Prisma shows `data.message` and translates `error_code`. */
function failureOf(error, { failure }) {
  // The engine wraps a failed connection until nobody recognises it.
  const message = globalThis.PRISMA_WASM_PANIC_REGISTRY.message || messageOf(failure ?? error)
  const data = { is_panic: false, message, error_code: error?.code, meta: error?.meta ?? {} }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}
