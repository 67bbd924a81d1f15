// What a hand-written program needs: one prepared statement for each query, which makes the answer's JSON, and Node's own server.
import pg from 'pg'
import { answer, usageOfProcess } from '../../child.mjs'
import { listen } from '../listen.mjs'
import { statements } from '../statements.mjs'

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const instant = (column) => `to_char(${column} at time zone 'UTC', ${INSTANT})`
const pick = (alias, ...names) => `json_build_object(${names.map((name) => `'${name}', ${alias}.${name}`).join(', ')})`
const list = (item, order, from) => `coalesce((select json_agg(${item} order by ${order}) from ${from}), '[]')`
const edtf = (alias) => `json_build_object('edtf', ${alias}.date_edtf)`
/** A person or an organization, by the id in a column. */
const actor = (id) => `(select coalesce(
  (select json_build_object('__typename', 'Person', 'id', id, 'name', name) from person where id = ${id}),
  (select json_build_object('__typename', 'Organization', 'id', id, 'name', name) from organization where id = ${id})))`
const named = (table, id) => `(select json_build_object('id', id, 'name', name) from ${table} where id = ${id})`

const EVIDENCE = `
  'evidenceStatements', ${list(
    `json_build_object('id', s.id, 'content', s.content, 'date', ${edtf('e')}, 'speaker', ${actor('s.speaker_id')})`,
    'x.ordinal',
    'status_evidence_statement x join statement s on s.id = x.statement_id join entry e on e.id = s.id where x.status_update_id = u.id',
  )},
  'evidenceEvents', ${list(pick('v', 'id', 'title'), 'x.ordinal', 'status_evidence_event x join event v on v.id = x.event_id where x.status_update_id = u.id')}`

const SQL = {
  entry: `select json_build_object('event', json_build_object('id', v.id, 'title', v.title, 'summary', v.summary, 'type', v.type,
      'factuality', v.factuality, 'verification', e.verification, 'version', e.version, 'outcome', v.outcome, 'date', json_build_object(
      'edtf', e.date_edtf, 'earliest', ${instant('e.date_earliest')}, 'latest', ${instant('e.date_latest')}, 'precision', e.date_precision)))
    from event v join entry e on e.id = v.id where v.id = $1`,
  events: `select json_build_object('events', json_build_object('nodes', json_agg(json_build_object('id', v.id, 'title', v.title,
      'type', v.type, 'factuality', v.factuality, 'date', ${edtf('e')},
      'locations', ${list(pick('l', 'id', 'name'), 'x.ordinal', 'event_location x join location l on l.id = x.location_id where x.event_id = v.id')},
      'participants', ${list(`json_build_object('role', p.role, 'actor', ${actor('p.actor_id')})`, 'p.ordinal', 'participation p where p.event_id = v.id')})
      order by e.ordered_at desc nulls last, e.number desc)))
    from (select * from entry where type = 'EVENT' and retracted_at is null order by ordered_at desc nulls last, number desc limit 20) e
      join event v on v.id = e.id`,
  negotiation: `select json_build_object('negotiation', json_build_object('id', n.id, 'name', n.name, 'summary', n.summary,
      'status', (select json_build_object('id', u.id, 'kind', u.kind, 'summary', u.summary, 'effectiveOn', ${edtf('e')})
        from bench.negotiation_status(n) u join entry e on e.id = u.id),
      'positions', (select coalesce(json_agg(json_build_object('position', s.position, 'since', json_build_object('edtf', s.since),
        'proposal', ${named('proposal', 's.proposal_id')}, 'party', ${named('organization', 's.party_id')}, 'person', ${named('person', 's.person_id')})
        order by s.place), '[]') from bench.stands(n.id) with ordinality as s (proposal_id, party_id, person_id, position, since, place)),
      'statusUpdates', json_build_object('nodes', ${list(
        `json_build_object('id', u.id, 'kind', u.kind, 'summary', u.summary, 'position', u.position, 'effectiveOn', ${edtf('e')},
          'party', ${named('organization', 'u.party_id')}, ${EVIDENCE})`,
        `e.ordered_at nulls last, e.number`,
        `(select * from bench.negotiation_newest_updates(n) limit 20) u join entry e on e.id = u.id`,
      )}))) from negotiation n where n.id = $1`,
  search: `select json_build_object('search', json_build_object('edges', coalesce(json_agg(json_build_object('field', h.field,
      'fragment', h.fragment, 'node', case h.type
        when 'EVENT' then (select json_build_object('__typename', 'Event', 'id', v.id, 'title', v.title, 'date', ${edtf('e')}) from event v where v.id = e.id)
        else (select json_build_object('__typename', 'Statement', 'id', s.id, 'content', s.content, 'date', ${edtf('e')}) from statement s where s.id = e.id)
      end) order by h.place), '[]'))) from bench.search_hits($1, 20) with ordinality as h (entry_id, type, field, fragment, place) join entry e on e.id = h.entry_id`,
}
/** As text, so that pg does not parse what is only passed on. */
const SQL_TEXT = Object.fromEntries(Object.entries(SQL).map(([name, text]) => [name, `select (${text})::text`]))
/** The values of a statement, from the variables. */
const VALUES = { entry: ['id'], events: [], negotiation: ['id'], search: ['query'] }

answer({
  start: ({ databaseUrl }) => {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
    return listen((request, response) => {
      const parts = []
      request.on('data', (part) => parts.push(part))
      request.on('end', async () => {
        const { variables } = JSON.parse(Buffer.concat(parts).toString())
        const name = request.url.slice(1)
        const values = VALUES[name].map((variable) => variables[variable])
        const { rows } = await pool.query({ name, text: SQL_TEXT[name], values, rowMode: 'array' })
        const bytes = Buffer.from(`{"data":${rows[0][0]}}`)
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length })
        response.end(bytes)
      })
    })
  },
  usage: () => ({ ...usageOfProcess(), statements: statements() }),
})
