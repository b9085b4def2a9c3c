import { createServer } from 'node:http';
import postgres from 'postgres';

/**
 * The limit: the least that could answer the same. Bare HTTP, one hand-written statement a request, asked as the tables'
 * owner, whose JSON text goes out as it came: no token, no viewer, no check, no log, no GraphQL.
 */
const sql = postgres(process.env.DATABASE_URL, {
  max: Number(process.env.HAMKKE_LIMIT_POOL_SIZE),
  connection: { plan_cache_mode: 'force_generic_plan', jit: 'off' },
  onnotice: () => {},
});

const household = `
select json_build_object('data', json_build_object('household', json_build_object(
  'id', 'Household:' || h.district_id || ':' || h.id,
  'membersConnection', json_build_object('nodes', (
    select coalesce(json_agg(json_build_object('id', 'Member:' || m.district_id || ':' || m.id,
      'identity', json_build_object('name', i.name)) order by m.ordinal, m.id), '[]')
    from members m left join member_identities i on i.district_id = m.district_id and i.member_id = m.id
    where m.district_id = h.district_id and m.household_id = h.id)),
  'casesConnection', json_build_object('nodes', (
    select coalesce(json_agg(json_build_object('id', 'Case:' || c.district_id || ':' || c.id, 'stage', c.stage, 'track', c.track,
      'linkagesConnection', json_build_object('nodes', (
        select coalesce(json_agg(json_build_object('id', 'Linkage:' || l.district_id || ':' || l.id, 'domain', l.domain,
          'linkedOn', l.linked_on, 'valueKrw', l.value_krw,
          'service', case when s.id is not null then json_build_object('id', 'Service:' || s.id, 'name', s.name) end,
          'provider', case when p.id is not null then json_build_object('id', 'Organization:' || p.id, 'name', p.name) end)
          order by l.linked_on, l.id), '[]')
        from linkages l
        left join services s on s.id = l.service_id and not s.confidential
        left join organizations p on p.id = l.provider_id and not p.confidential
        where l.district_id = c.district_id and l.case_id = c.id{classes}))) order by c.opened_on, c.id), '[]')
    from cases c where c.district_id = h.district_id and c.household_id = h.id)))))::text as answer
from households h where h.district_id = $1::text and h.id = $2::uuid`;

const services = `
select json_build_object('data', json_build_object('services', json_build_object('nodes', (
  select coalesce(json_agg(json_build_object('id', 'Service:' || s.id, 'name', s.name, 'needDomain', s.need_domain,
    'organization', case when o.id is not null then json_build_object('id', 'Organization:' || o.id, 'name', o.name) end,
    'sponsorshipsConnection', json_build_object('nodes', (
      select coalesce(json_agg(json_build_object('since', p.since, 'sponsor', case when r.id is not null then
        json_build_object('id', 'Sponsor:' || r.id, 'kind', r.kind, 'publicName', r.public_name) end) order by p.since, p.id), '[]')
      from sponsorships p left join sponsors r on r.id = p.sponsor_id and not r.confidential
      where p.service_id = s.id and not p.confidential))) order by s.name, s.id), '[]')
  from (select * from services where need_domain = any($1::need_domain[]) and not confidential order by name, id limit 20) s
  left join organizations o on o.id = s.organization_id and not o.confidential))))::text as answer`;

const answers = {
  '/household': ({ district, id }) =>
    sql.unsafe(household.replace('{classes}', ''), [district, id], { prepare: true }),
  // What a partner may have by consent, said by hand: the same classes for everybody in the household.
  '/consented': ({ district, id, classes }) =>
    sql.unsafe(
      household.replace('{classes}', ' and l.data_class = any($3::data_class[])'),
      [district, id, classes],
      { prepare: true },
    ),
  '/services': ({ domains }) => sql.unsafe(services, [domains], { prepare: true }),
};

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    try {
      const [row] = await answers[request.url](JSON.parse(Buffer.concat(parts).toString()));
      const body = Buffer.from(row.answer);
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
        .end(body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
