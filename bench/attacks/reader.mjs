// A reader beside the attack, in a thread of its own: asks the same small question at a steady pace, and tells how long each answer took.
import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const { url, everyMs } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: 20 })
const body = JSON.stringify({ query: '{ negotiations(first: 5) { nodes { id name status { summary } } } }' })
const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } }
/** @type {number[]} */
let took = []
let failures = 0

function ask() {
  const begun = performance.now()
  const asking = request(`${url}/graphql`, options, (answer) => {
    let text = ''
    answer.on('data', (part) => (text += String(part)))
    answer.on('end', () => {
      took.push(performance.now() - begun)
      if (!text.startsWith('{"data"')) failures += 1
    })
  })
  asking.on('error', () => (failures += 1))
  asking.end(body)
}

setInterval(ask, everyMs)
parentPort?.on('message', () => {
  parentPort?.postMessage({ took, failures })
  took = []
  failures = 0
})
