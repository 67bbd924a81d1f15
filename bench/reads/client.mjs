import { mkdirSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runTool } from '../../scripts/run.mjs'

const GENERATED = new URL('generated/', import.meta.url)
const SCHEMA = new URL('schema.prisma', GENERATED)
const PREVIEW = `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["relationJoins"]
  output          = "./client"
}`

/**
 * Generates Prisma's client for the peers when the tables have changed: as the service's, and with joins, which are faster. Not being able to
 * is no failure: the contenders that miss it will say so.
 */
export async function bringClient() {
  const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')
  const wanted = schema.replace(/generator client \{[^}]*\}/, PREVIEW)
  if (existsSync(new URL('client/index.js', GENERATED)) && readFileSync(SCHEMA, 'utf8') === wanted) return
  console.error('Generating the database client of the peers.')
  mkdirSync(GENERATED, { recursive: true })
  writeFileSync(SCHEMA, wanted)
  const { passed, output } = await runTool('prisma', 'prisma', ['generate', '--schema', fileURLToPath(SCHEMA)])
  if (!passed) console.error(output)
}
