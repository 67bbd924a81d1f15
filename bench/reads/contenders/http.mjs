// The floor: what Node's own server needs to read the body and to send the bytes that Parley sends.
import { answer } from '../../child.mjs'
import { listen } from '../listen.mjs'

answer({
  start: ({ answers }) => {
    const byPath = new Map(Object.entries(answers).map(([query, text]) => [`/${query}`, Buffer.from(text)]))
    return listen((request, response) => {
      const parts = []
      request.on('data', (part) => parts.push(part))
      request.on('end', () => {
        Buffer.concat(parts).toString()
        const bytes = byPath.get(request.url)
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length })
        response.end(bytes)
      })
    })
  },
})
