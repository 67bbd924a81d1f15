import { createServer } from 'node:http'

/** Starts Node's own server on a free port. @param {import('node:http').RequestListener} [listener] */
export async function listen(listener, server = createServer(listener)) {
  await new Promise((resolve, reject) => server.listen(0, '127.0.0.1', resolve).once('error', reject))
  return { url: `http://127.0.0.1:${server.address().port}` }
}
