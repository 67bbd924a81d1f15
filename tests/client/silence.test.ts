import { expect, it } from 'vitest'
import { followChanges } from '../../src/client/client.ts'
import { collect, watched } from '../support/collect.ts'
import { maker } from '../support/make.ts'
import { startRelay } from '../support/frame-relay.ts'
import { startService } from '../support/service.ts'
import { until } from '../support/until.ts'

it('gives up a connection over which nothing comes any more, and connects again', { timeout: 60_000 }, async () => {
  const service = await startService()
  const relay = await startRelay(`${service.url.replace('http', 'ws')}/graphql`)
  const { states, options } = watched(relay.url)
  const feed = collect(followChanges(options))
  await until(() => service.app.waiting() === 1)
  relay.pass = () => null
  const person = await maker(service).person()
  await until(() => states.includes('waiting 4499'), 25_000)
  relay.pass = (frame) => frame
  await until(() => feed.items.length === 1)
  expect(feed.items[0]?.change?.sequence).toBe(person.number)
  await feed.leave()
  await relay.close()
  await service.stop()
})
