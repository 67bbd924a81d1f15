import { Client } from 'pg'

const SERVER = process.env['DATABASE_URL'] || 'postgresql://postgres@127.0.0.1:5432/postgres'

/** The version of the server. @throws when it cannot be reached */
export function serverVersion() {
  return administer(async (client) => (await client.query('show server_version')).rows[0].server_version)
}

/** Makes an empty database for a record, in place of one of this name. @param {string} name @returns {Promise<string>} its address */
export function makeDatabase(name) {
  return make(name, `template template0 encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C'`)
}

/** Makes a copy of a database that nobody is connected to. @param {string} name @param {string} of @returns {Promise<string>} its address */
export function copyDatabase(name, of) {
  return make(name, `template ${of}`)
}

/** Drops them, whoever is connected. @param {readonly string[]} names */
export function dropDatabases(names) {
  return administer(async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`)
  })
}

function make(name, like) {
  return administer(async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} ${like}`)
    const url = new URL(SERVER)
    url.pathname = `/${name}`
    return url.href
  })
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
