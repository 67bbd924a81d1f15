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

/** What a database says of itself; null when it says nothing or is not there. @param {string} name @returns {Promise<string | null>} */
export function databaseComment(name) {
  return administer(async (client) => {
    const { rows } = await client.query(
      `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1`,
      [name],
    )
    return rows[0]?.comment ?? null
  })
}

/** Gives a database another name, in place of one of that name, and lets it say something of itself. */
export function renameDatabase(name, to, comment) {
  return administer(async (client) => {
    await client.query(`drop database if exists ${to} with (force)`)
    await client.query(`alter database ${name} rename to ${to}`)
    await client.query(`comment on database ${to} is '${comment}'`)
  })
}

/** Runs SQL in a database, each text by itself. @param {string} databaseUrl @param {readonly string[]} texts */
export async function runSql(databaseUrl, ...texts) {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const text of texts) await client.query(text)
  } finally {
    await client.end()
  }
}

/** The address of a database of that server. @param {string} name */
export function databaseUrl(name) {
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return url.href
}

function make(name, like) {
  return administer(async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} ${like}`)
    return databaseUrl(name)
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
