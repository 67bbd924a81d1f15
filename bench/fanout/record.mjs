import { Client } from 'pg'

const SERVER = process.env['DATABASE_URL'] || 'postgresql://postgres@127.0.0.1:5432/postgres'
const SAMPLE = 'parley_bench_fanout_sample'
const COPY = 'parley_bench_fanout'

/** The version of the server. @throws when it cannot be reached */
export function serverVersion() {
  return administer(async (client) => (await client.query('show server_version')).rows[0].server_version)
}

/** Makes an empty database for the sample record. @returns {Promise<string>} its address */
export async function makeSample() {
  await make(SAMPLE, `template template0 encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C'`)
  return addressOf(SAMPLE)
}

/**
 * Makes a fresh copy of the sample record. Each turn gets one, for what is derived from the status updates of a negotiation costs more with
 * each that a turn before has added.
 *
 * @returns {Promise<string>} its address
 */
export async function copySample() {
  await make(COPY, `template ${SAMPLE}`)
  return addressOf(COPY)
}

/** Drops both. */
export function dropAll() {
  return administer(async (client) => {
    for (const name of [COPY, SAMPLE]) await client.query(`drop database if exists ${name} with (force)`)
  })
}

function make(name, like) {
  return administer(async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} ${like}`)
  })
}

function addressOf(name) {
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return url.href
}

async function administer(work) {
  const url = new URL(SERVER)
  if (url.pathname.length < 2) url.pathname = '/postgres'
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
