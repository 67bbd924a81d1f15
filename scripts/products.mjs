import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { root, runTool } from './run.mjs'
import { runSteps } from './steps.mjs'

/**
 * Something that is made from files of the project and that git does not keep.
 *
 * @typedef {object} Product
 * @property {string} name As the lines of a build call it.
 * @property {readonly string[]} from Files and folders; when one of them changes, the product is stale. What is not there counts as empty.
 * @property {string} makes A file that exists when it was made.
 * @property {readonly string[]} [after] Names of products that must be there first.
 * @property {() => Promise<import('./run.mjs').Outcome>} make
 */

/** @type {Product} */
export const client = {
  name: 'database client',
  from: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
  makes: 'src/db/generated/client.ts',
  make: () => runTool('prisma', 'prisma', ['generate']),
}

/** @type {Product} */
const service = {
  name: 'service',
  from: ['src', 'prisma/schema.prisma', 'tsconfig.json', 'package-lock.json'],
  makes: 'dist/main.js',
  after: [client.name],
  make: async () => {
    const outcome = await runTool('typescript', 'tsc', ['--noEmitOnError'])
    if (outcome.passed) removeCompiledOrphans()
    return outcome
  },
}

/** @type {Product} What is started: the same in few files. Commands and benchmarks take single files of the one above. */
const serviceInFewFiles = {
  name: 'service in few files',
  from: [...service.from, 'vite.service.config.ts'],
  makes: 'dist/service/main.js',
  after: [service.name],
  make: () =>
    runTool('vite', 'vite', ['build', '--config', 'vite.service.config.ts'], { env: { NODE_ENV: undefined } }),
}

/** @type {Product} */
const playground = {
  name: 'playground',
  from: ['playground', 'tsconfig.json', 'package-lock.json'],
  makes: 'dist/playground/index.html',
  make: () =>
    runTool('vite', 'vite', ['build', '--config', 'playground/vite.config.ts'], { env: { NODE_ENV: undefined } }),
}

/** @type {Product} */
export const operations = {
  name: 'operations of the tests',
  from: ['schema.graphql', 'tests', 'codegen.ts', 'package-lock.json'],
  makes: 'tests/generated/gql.ts',
  make: () => runTool('@graphql-codegen/cli', 'graphql-codegen', []),
}

/** @type {Product} */
export const operationsOfClient = {
  name: 'operations of the client',
  from: ['schema.graphql', 'src/client', 'codegen.ts', 'codegen.client.ts', 'package-lock.json'],
  makes: 'src/client/generated/graphql.ts',
  make: () => runTool('@graphql-codegen/cli', 'graphql-codegen', ['--config', 'codegen.client.ts']),
}

/** @type {Product} What others import as parley/client. */
export const clientHelper = {
  name: 'client helper',
  from: [...operationsOfClient.from, 'tsconfig.json', 'tsconfig.client.json'],
  makes: 'dist/client/client.js',
  after: [operationsOfClient.name],
  make: () => runTool('typescript', 'tsc', ['--noEmitOnError', '-p', 'tsconfig.client.json']),
}

/** @type {Product} */
export const operationsOfBoard = {
  name: 'operations of the board',
  from: ['schema.graphql', 'web/operations', 'codegen.ts', 'codegen.web.ts', 'package-lock.json'],
  makes: 'web/generated/gql.ts',
  make: () => runTool('@graphql-codegen/cli', 'graphql-codegen', ['--config', 'codegen.web.ts']),
}

/** @type {Product} What a browser loads. */
const board = {
  name: 'board',
  from: ['web', 'schema.graphql', 'codegen.ts', 'codegen.web.ts', 'tsconfig.json', 'package-lock.json'],
  makes: 'dist/board/files/manifest.json',
  after: [operationsOfBoard.name],
  make: () => runTool('vite', 'vite', ['build', '--config', 'web/vite.config.ts'], { env: { NODE_ENV: undefined } }),
}

/** @type {Product} What the service writes them with. */
const pagesOfBoard = {
  name: 'pages of the board',
  from: board.from,
  makes: 'dist/board/pages/pages.js',
  after: [operationsOfBoard.name],
  make: () =>
    runTool('vite', 'vite', ['build', '--config', 'web/vite.pages.config.ts'], { env: { NODE_ENV: undefined } }),
}

/** @type {readonly Product[]} */
const wholeBoard = [operationsOfBoard, board, pagesOfBoard]

/** @type {readonly Product[]} What the service needs to run, and its clients. The longest comes first, so that it never runs alone. */
export const built = [playground, client, service, serviceInFewFiles, ...wholeBoard, operationsOfClient, clientHelper]

/** @type {readonly Product[]} What the commands beside the service need. */
export const compiled = [client, service]

/** @type {readonly Product[]} What the tests need to run: they start the service from src. */
export const tested = [playground, ...wholeBoard, client, operations, operationsOfClient, clientHelper]

/** Fingerprints of what each product was last made from. It lies with the products, so that removing dist makes all anew. */
const STAMPS = `${root}dist/.build`

/**
 * Makes the stale ones among the products; silent when there are none.
 *
 * @param {readonly Product[]} products
 * @param {{ all?: boolean, headline?: string, say?: (line: string) => void }} [options] all: also those that are not stale. headline: said
 *   before the first is made. say: where the lines go; else to the standard output.
 * @returns {Promise<boolean>} Whether all are there now.
 */
export async function bring(products, { all = false, headline, say = console.log } = {}) {
  const stale = products.filter((product) => all || !isFresh(product))
  if (stale.length === 0) return true
  if (headline !== undefined) say(headline)
  return runSteps(
    stale.map((product) => ({
      name: product.name,
      after: product.after ?? [],
      run: async () => {
        // Taken before, so that an edit during the build makes it stale again.
        const fingerprint = fingerprintOf(product)
        const outcome = await product.make()
        if (outcome.passed) writeStamp(product, fingerprint)
        return outcome
      },
    })),
    say,
  )
}

/** @param {Product} product */
function isFresh(product) {
  return existsSync(root + product.makes) && readStamps()[product.name] === fingerprintOf(product)
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * @param {Product} product
 * @param {string} fingerprint
 */
function writeStamp(product, fingerprint) {
  mkdirSync(`${root}dist`, { recursive: true })
  writeFileSync(STAMPS, `${JSON.stringify({ ...readStamps(), [product.name]: fingerprint }, null, 2)}\n`)
}

/**
 * By content, not by time: a checkout touches every file and changes few.
 *
 * @param {Product} product
 */
function fingerprintOf(product) {
  const hash = createHash('sha256').update(product.make.toString())
  for (const path of product.from.flatMap(filesOf)) hash.update(`\0${path}\0`).update(readFileSync(root + path))
  return hash.digest('hex')
}

/**
 * The file itself, or all files below a folder, except what is generated there; in a fixed order.
 *
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  const found = statSync(root + path, { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [path]
  if (path.endsWith('/generated')) return []
  return readdirSync(root + path)
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`))
}

/** tsc leaves what it made from a file that is gone, and a service could still load it. */
function removeCompiledOrphans() {
  for (const name of readdirSync(`${root}dist`, { recursive: true, encoding: 'utf8' })) {
    const source = name.replaceAll('\\', '/').replace(/\.(m?)js(\.map)?$/, (_, module) => (module ? '.mjs' : '.ts'))
    if (
      !/\.m?js(\.map)?$/.test(name) ||
      /^(playground|service|board)\//.test(source) ||
      existsSync(`${root}src/${source}`)
    )
      continue
    rmSync(`${root}dist/${name}`)
  }
}
