import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { hashOfToken } from '../../src/db/access-tokens.ts'
import { sentenceOnFiles } from '../../src/settings.ts'
import { asked, readEvents } from '../support/events.ts'
import { openRaw } from '../support/raw-socket.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

describe('what is secret', () => {
  let service: TestService
  let logged = ''
  let answered = ''
  const secrets: string[] = [ADMIN, EDITOR]

  beforeAll(async () => {
    const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) })
    service = await startService({ log })
  })
  afterAll(() => service.stop())

  it('stands in no log and in no answer, whoever sends it, well or badly', async () => {
    const add = async (role: string) => {
      const document = `mutation { addAccessToken(input: { name: "Desk of ${role}", role: ${role} }) { secret accessToken { id } } }`
      const { data } = await service.send<{ addAccessToken: { secret: string; accessToken: { id: string } } }, object>(
        document,
        {},
        ADMIN,
      )
      secrets.push(data.addAccessToken.secret)
      return data.addAccessToken
    }
    const [reader, editor, ended] = [await add('READER'), await add('EDITOR'), await add('ADMIN')]
    const revoke = `mutation { revokeAccessToken(input: { idOrName: "${ended.accessToken.id}" }) { accessToken { id name revokedAt } } }`
    await service.send(revoke, {}, ADMIN)
    const madeUp = [`parley_${'x'.repeat(43)}`, 'a-token-of-nobody', `eyJhbGciOiJub25lIn0.${'e'.repeat(40)}.c2VjcmV0`]
    secrets.push(...madeUp)

    const queries = [
      '{ accessTokens { id name role createdAt createdBy expiresAt revokedAt } viewer { name role } }',
      'mutation { addPerson(input: { name: " " }) { errors { message } } }',
      'mutation { addPerson(input: { name: 1 }) { cursor } }',
      '{ nothing }',
      '{ __schema { types { name fields { name } } } }',
    ]
    for (const token of [ADMIN, EDITOR, reader.secret, editor.secret, ended.secret, ...madeUp]) {
      for (const query of queries) answered += JSON.stringify(await service.send(query, {}, token))
      const headers = { authorization: `Bearer ${token}` }
      const stream = await readEvents(`${service.url}/graphql/stream`, asked(queries[0]!, {}, headers))
      await until(stream.ended)
      answered += JSON.stringify(stream.events)
      const raw = await openRaw(service.url)
      raw.send({ type: 'connection_init', payload: headers })
      await until(() => raw.closed() !== null || raw.messages.length > 0)
      answered += JSON.stringify([raw.messages, raw.closed()])
      raw.socket.terminate()
      // In the address it is no token, and the log has no addresses beyond their path.
      const address = `${service.url}/graphql?access_token=${token}&query={viewer{name}}`
      for (const headersOf of [new Headers({ 'apollo-require-preflight': '1' }), new Headers({ authorization: token })])
        answered += await (await fetch(address, { headers: headersOf })).text()
    }
    answered += await (await fetch(`${service.url}/metrics`)).text()
    await until(() => logged.includes('token revoked'))

    for (const secret of secrets) {
      for (const text of [logged, answered]) {
        expect(text).not.toContain(secret)
        expect(text).not.toContain(hashOfToken(secret))
      }
    }
  })

  it('leaves who did what with which token in the log, by its public name', () => {
    const lines = logged
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))
    expect(lines.filter(({ msg }) => msg === 'token added')).toMatchObject([
      { by: 'admin', name: 'Desk of READER', role: 'READER' },
      { by: 'admin', name: 'Desk of EDITOR', role: 'EDITOR' },
      { by: 'admin', name: 'Desk of ADMIN', role: 'ADMIN' },
    ])
    expect(lines.filter(({ msg }) => msg === 'token revoked')).toMatchObject([{ by: 'admin', name: 'Desk of ADMIN' }])
  })
})

describe('a setting in a file of its own', () => {
  const before = { ...process.env }
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const withEnvironment = (variables: Record<string, string>) => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, variables)
    return readConfig()
  }
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('counts as if it stood in the variable, without the line break at its end', () => {
    const config = withEnvironment({
      ADMIN_TOKEN_FILE: file('admin', 'the-token-of-a-file\n'),
      DATABASE_URL_FILE: file('url', 'postgresql://u:p@host/db\r\n'),
      AUTH_PUBLIC_KEY_FILE: file('key', '-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n'),
      ...{ AUTH_ISSUER: 'https://login.example', AUTH_AUDIENCE: 'parley' },
    })
    expect(config).toMatchObject({ adminToken: 'the-token-of-a-file', databaseUrl: 'postgresql://u:p@host/db' })
    expect(config.issuer?.keys).toEqual({ pem: '-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----' })
  })

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'stands in both places',
      () => ({ ADMIN_TOKEN: 'one', ADMIN_TOKEN_FILE: file('two', 'two') }),
      /^ADMIN_TOKEN and ADMIN_TOKEN_FILE contradict each other; set one of them\.$/m,
    ],
    [
      'is not there',
      () => ({ WAKE_URL_FILE: join(folder, 'none') }),
      /^WAKE_URL_FILE names .*none, which cannot be read: .*\.$/m,
    ],
    ['is a folder', () => ({ EDITOR_TOKEN_FILE: folder }), /^EDITOR_TOKEN_FILE names .*, which cannot be read: .*\.$/m],
    [
      'is empty',
      () => ({ EDITOR_TOKEN_FILE: file('empty', '\n') }),
      /^EDITOR_TOKEN_FILE names .*empty, which is empty\.$/m,
    ],
    ['is wrong', () => ({ EDITOR_TOKEN_FILE: file('blank', 'se cret') }), /^EDITOR_TOKEN takes letters/m],
  ])('is refused with a sentence, without what it holds, when it %s', (_what, variables, sentence) => {
    const refusal = () => withEnvironment(variables())
    expect(refusal).toThrow(sentence)
    expect(refusal).not.toThrow(/se cret|two,/)
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ AUTH_JWKS_URL: 'http://login.example/keys' }, /^AUTH_JWKS_URL takes an https address/m],
    [{ AUTH_JWKS_URL: 'https://login.example/keys' }, /^AUTH_ISSUER must be set with AUTH_JWKS_URL/m],
    [{ AUTH_JWKS_URL: 'https://login.example/keys' }, /^AUTH_AUDIENCE must be set with AUTH_JWKS_URL/m],
    [
      { AUTH_JWKS_URL: 'https://x/', AUTH_PUBLIC_KEY: 'x' },
      /^AUTH_JWKS_URL and AUTH_PUBLIC_KEY contradict each other/m,
    ],
    [{ AUTH_ISSUER: 'https://login.example' }, /^AUTH_ISSUER needs AUTH_JWKS_URL or AUTH_PUBLIC_KEY/m],
    [
      { AUTH_CLIENT_SECRET: 'x', AUTH_SCOPES: 'profile' },
      /^AUTH_SCOPES takes words .* openid among them.*\nAUTH_.*\n(.*\n)*AUTH_CLIENT_SECRET needs AUTH_CLIENT_ID/m,
    ],
    [{ AUTH_CLIENT_ID: 'x' }, /^AUTH_CLIENT_ID needs AUTH_JWKS_URL or AUTH_PUBLIC_KEY/m],
    [
      { AUTH_PUBLIC_KEY: 'x', AUTH_AUDIENCE: 'parley', AUTH_CLIENT_ID: 'x', AUTH_ISSUER: 'http://login.example' },
      /^AUTH_ISSUER must be an https address with AUTH_CLIENT_ID/m,
    ],
    [{ AUTH_CLOCK_SKEW_S: '3600' }, /^AUTH_CLOCK_SKEW_S takes a whole number from 0 to 300/m],
    [{ PUBLIC_READ: 'no' }, /^PUBLIC_READ takes true or false/m],
  ])('and an issuer that is named by halves are refused: %j', (variables, sentence) => {
    expect(() => withEnvironment(variables)).toThrow(sentence)
  })

  it('is documented', () => {
    for (const page of ['docs/configuration.md', '.env.example'])
      expect(readFileSync(page, 'utf8')).toContain(sentenceOnFiles())
  })
})
