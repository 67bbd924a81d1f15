-- What the peers need beside the tables. The service knows nothing of it.
create schema bench;

-- Prisma and PostGraphile order by columns, not by expressions as the service does; who builds on them adds this index.
create index on entry (type, ordered_at desc nulls last, number desc) where retracted_at is null;

-- Newest first, unknown dates last.
create function bench.events_by_date() returns setof event as $$
  select v.* from event v join entry e on e.id = v.id
  where e.type = 'EVENT' and e.retracted_at is null order by e.ordered_at desc nulls last, e.number desc
$$ language sql stable;

-- Newest first.
create function bench.negotiation_newest_updates(n negotiation) returns setof negotiation_status_update as $$
  select u.* from negotiation_status_update u join entry e on e.id = u.id
  where u.negotiation_id = n.id and e.retracted_at is null order by e.ordered_at desc nulls first, e.number desc
$$ language sql stable;

-- The newest that counts.
create function bench.negotiation_status(n negotiation) returns negotiation_status_update as $$
  select u.* from negotiation_status_update u join entry e on e.id = u.id
  where u.negotiation_id = n.id and e.retracted_at is null and not exists (
    select 1 from negotiation_status_update x join entry xe on xe.id = x.id where x.corrects_id = u.id and xe.retracted_at is null)
  order by e.ordered_at desc nulls last, e.number desc limit 1
$$ language sql stable;

-- What positions are made of: those of the updates that count, of one negotiation at a time.
create view bench.stand as
  select null::uuid as proposal_id, null::uuid as party_id, null::uuid as person_id, null::"position" as position, null::text as since
  where false;

-- The newest position of each (proposal, party, person), since the first update of its unbroken run: SEMANTICS has the rules.
create function bench.stands(negotiation uuid) returns setof bench.stand as $$
  with counted as (
    select u.proposal_id, u.counts_for_id as party_id, u.person_id, u.position, e.date_edtf, e.number, e.ordered_at
    from negotiation_status_update u join entry e on e.id = u.id
    where u.negotiation_id = negotiation and u.proposal_id is not null and u.counts_for_id is not null and u.position is not null
      and e.retracted_at is null and not exists (
        select 1 from negotiation_status_update x join entry xe on xe.id = x.id where x.corrects_id = u.id and xe.retracted_at is null)
  ), compared as (
    select *, first_value(position) over newest as standing, row_number() over newest as back
    from counted window newest as (partition by proposal_id, party_id, person_id order by ordered_at desc nulls last, number desc)
  ), run as (
    select *, sum((position <> standing)::int) over (partition by proposal_id, party_id, person_id order by back) as broken from compared
  )
  select r.proposal_id, r.party_id, r.person_id, r.standing, (array_agg(r.date_edtf order by r.back desc))[1]
  from run r join entry pe on pe.id = r.proposal_id
    left join lateral (
      select min(ordinal) as place from negotiation_party p where p.negotiation_id = negotiation and p.organization_id = r.party_id) p on true
  where r.broken = 0 group by pe.number, r.proposal_id, p.place, r.party_id, r.person_id, r.standing
  order by pe.number, p.place nulls last, r.person_id is not null, min(r.number) filter (where r.back = 1)
$$ language sql stable;

create function bench.negotiation_positions(n negotiation) returns setof bench.stand as $$
  select * from bench.stands(n.id)
$$ language sql stable;

create view bench.hit as
  select null::uuid as entry_id, null::entry_type as type, null::text as field, null::text as fragment where false;

-- Events and statements that a search finds, best first, each with the text that answers it, marked.
create function bench.search_hits(query text, count int) returns setof bench.hit as $$
  select h.id, h.type, t.field, ts_headline('simple', t.words, h.q, 'HighlightAll=true, StartSel=<mark>, StopSel=</mark>')
  from (
    select e.id, e.type, e.number, q, ts_rank(e.search, q) as rank from entry e, websearch_to_tsquery('simple', query) q
    where e.search @@ q and e.retracted_at is null and e.type in ('EVENT', 'STATEMENT') order by rank desc, e.number desc limit count
  ) h left join event v on v.id = h.id left join statement s on s.id = h.id
    cross join lateral (
      select * from (values ('title', v.title), ('summary', v.summary), ('outcome', v.outcome), ('content', s.content)) as texts (field, words)
      where to_tsvector('simple', words) @@ h.q limit 1) t
  order by h.rank desc, h.number desc
$$ language sql stable;

-- Views have no keys of their own; PostGraphile takes these as such.
comment on view bench.stand is E'@foreignKey (proposal_id) references public.proposal (id)\n@foreignKey (party_id) references public.organization (id)\n@foreignKey (person_id) references public.person (id)';
comment on view bench.hit is E'@foreignKey (entry_id) references public.entry (id)';
