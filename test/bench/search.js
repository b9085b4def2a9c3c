import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { openDatabase } from './database.js';
import { key, operation } from './scenarios.js';
import { openHamkke, openIssuer } from './servers.js';

// What a search costs at 100,000 services: one client, over HTTP, in production mode with every check, beside a plain ILIKE.

const rounds = Number(process.argv.find((each) => each.startsWith('--rounds='))?.slice(9) ?? 200);
const say = (line = '') => console.log(line);
const text = operation('serviceFinder');
const facets = operation('serviceFacets');

const pick = (list, n) => list[n % list.length];
const needs = '주거 돌봄 식품 의료비 심리 법률 일자리 학습 가사 목욕 치과 빨래 쉼터 월세 채무 치매'.split(
  ' ',
);
const whom = '청소년 어르신 장애인 한부모 다문화 아동 여성 위기가정 임산부 중장년'.split(' ');
const kinds = '상담 지원 서비스 교실 나눔 모임 방문 꾸러미 프로그램 연계'.split(' ');
const point = (n) => ({ latitude: 37.45 + (n % 23) / 100, longitude: 126.8 + (n % 31) / 100 });
const district = (n) => String(11110 + 30 * (n % 25));
const search = (search, more = {}) => ({ filter: { search, ...more } });

/** Each kind of query with the words of its nth request; `like` is what the plain statement is asked for the same. */
const asked = {
  'two syllables': (n) => search(pick(needs, n)),
  'one syllable': (n) => search(pick(['쌀', '집', '빚', '차', '약', '밥', '옷', '책'], n)),
  'part of a word': (n) =>
    search(pick(['소년', '르신', '부모', '문화', '기가정', '리사', '복지관', '활센'], n)),
  'initial consonants': (n) =>
    search(pick(['ㅈㄱ', 'ㅅㄷ', 'ㅊㅅㄴ', 'ㅎㅂㅁ', 'ㅇㄹㅈ', 'ㅈㄱ ㅅㄷ', 'ㅅㅌ', 'ㅍㄹㄱㄹ'], n)),
  'initials and a word': (n) => search(`${pick(['ㅊㅅㄴ', 'ㅇㄹㅅ', 'ㅈㅇㅇ'], n)} ${pick(kinds, n)}`),
  'two words': (n) => search(`${pick(needs, n)} ${pick(kinds, n >> 1)}`),
  'three words, one from the agency': (n) => search(`${pick(whom, n)} ${pick(needs, n >> 2)} 복지관`),
  'without its space': (n) => search(`${pick(needs, n)}${pick(kinds, n >> 1)}`),
  'still being typed': (n) => search(pick(['상다', '주ㄱ', '청소ㄴ', '돌보', '치ㅁ', '쉼ㅌ'], n)),
  'the name of one': (n) => search(pick(['가나다자활센터', '빛솔담', '새봄길 쉼터', '온누리'], n)),
  'what it says': (n) => search(pick(['틀니', '난방비', '보청기', '기저귀', '교복', '도배'], n)),
  'a typo': (n) =>
    search(pick(['쉼더', '샹담', '청쇼년', '어른신', '장애안', '돌범', '프로그렘', '복자관'], n)),
  English: (n) => search(pick(['housing', 'food bank', 'legal care', 'welfare', 'youth', 'couns'], n)),
  'typed in English with a typo': (n) => search(pick(['houisng', 'counseling', 'welfere', 'yuoth'], n)),
  nothing: (n) => search(pick(['우주왕복선', 'ㅋㅋㅋ', '뷁', 'zzqx'], n)),
  'word in a district': (n) => search(pick(kinds, n), { district: district(n) }),
  'word, age and free': (n) => search(pick(needs, n), { age: 5 + (n % 80), free: true }),
  'word, room and language': (n) =>
    search(pick(whom, n), { roomAvailable: true, languages: [pick(['vi', 'en', 'zh', '러시아어'], n)] }),
  'open at a time': (n) =>
    search(pick(needs, n), { openAt: `2026-03-1${n % 7}T${10 + (n % 13)}:30:00+09:00` }),
  'need in a district': (n) => ({
    filter: { district: district(n), needDomains: [pick(['HOUSING', 'HEALTH', 'FAMILY'], n)] },
  }),
  'a term and narrower ones': (n) => ({
    filter: { taxonomyTerm: `TaxonomyTerm:${key(`term${n % 60}`, 'search')}` },
  }),
  nearest: (n) => ({ near: point(n) }),
  'nearest of a word': (n) => ({ ...search(pick(needs, n)), near: point(n) }),
  'within a kilometre': (n) => ({
    ...search(pick(kinds, n)),
    filter: { search: pick(kinds, n), within: { ...point(n), metres: 1000 } },
  }),
  'facets of a word': (n) => ({
    facets: true,
    ...search(`${pick(needs, n)} ${pick(kinds, n >> 1)}`, { district: district(n) }),
  }),
  'facets of a district': (n) => ({ facets: true, filter: { district: district(n) } }),
  'facets of a common word': (n) => ({ facets: true, ...search(pick(needs, n)) }),
};

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const stops = [];
const keep = async (opening) => {
  const opened = await opening;
  stops.unshift(() => opened.stop());
  return opened;
};
try {
  const issuer = await keep(openIssuer());
  const database = await keep(
    openDatabase(say, {
      file: 'search.sql',
      folder: '.data-search',
      told: 'Making 100,000 services',
      // What the settings recommend for so many.
      buffersMb: 384,
    }),
  );
  const hamkke = await keep(openHamkke(database, issuer));
  const [{ version }] = await database.owner`select current_setting('server_version') as version`;
  say(
    `Node ${process.versions.node}, PostgreSQL ${version}, ${cpus().length} × ${cpus()[0].model}; one client, ${rounds} requests a kind; load before: ${loadavg()
      .map((each) => each.toFixed(1))
      .join(' ')}`,
  );
  await database.owner.unsafe('set role hamkke_keeper');
  const measured = [];
  for (const [name, ask] of Object.entries(asked)) {
    const [ours, plain, found, busy] = [[], [], [], []];
    for (let n = 0; n < rounds + 20; n++) {
      const { facets: counts, ...variables } = ask(n);
      const before = processorTime(database.pid);
      const one = await timed(() =>
        post(hamkke.url, counts ? facets : text, counts ? variables : { first: 20, ...variables }),
      );
      if (n >= 20 && before !== null) busy.push(processorTime(database.pid) - before);
      if (n < 20) continue;
      ours.push(one.ms);
      if (n % 5 === 0)
        plain.push((await timed(() => ilike(database.owner, variables.filter?.search ?? ''))).ms);
      found.push(counts ? one.answer.serviceFacets.count : one.answer.services.nodes.length);
    }
    measured.push({ name, ours, plain, found, busy });
    row(name, ours, plain, found, busy);
  }
  for (const [name, those] of [
    ['all', measured],
    ['all lists', measured.filter((each) => !each.name.startsWith('facets'))],
  ]) {
    const of = (which) => those.flatMap((each) => each[which]);
    row(name, of('ours'), of('plain'), [], of('busy'));
  }
  say(
    `Load after: ${loadavg()
      .map((each) => each.toFixed(1))
      .join(' ')}`,
  );
} finally {
  agent.destroy();
  for (const stop of stops) await stop();
}

/** Milliseconds of a processor that PostgreSQL has taken for its connections, where the system tells: a busy machine adds nothing to it. */
function processorTime(postmaster) {
  try {
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
      .trim()
      .split(' ');
    const own = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hamkke_api'));
    return own.reduce(
      (sum, pid) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
      0,
    );
  } catch {
    return null;
  }
}

function row(name, ours, plain, found, busy) {
  const at = (values, part) =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)].toFixed(1);
  const mean = found.length
    ? ` ${Math.round(found.reduce((sum, each) => sum + each, 0) / found.length)} found`
    : '';
  say(
    `${name.padEnd(34)} p50 ${at(ours, 0.5).padStart(6)} p95 ${at(ours, 0.95).padStart(6)} ms${busy.length ? `, of it PostgreSQL at work p50 ${at(busy, 0.5).padStart(5)} p95 ${at(busy, 0.95).padStart(5)} ms` : ''} | ILIKE p50 ${at(plain, 0.5).padStart(6)} p95 ${at(plain, 0.95).padStart(6)} ms |${mean}`,
  );
}

async function timed(work) {
  const began = performance.now();
  const answer = await work();
  return { ms: performance.now() - began, answer };
}

/** By the plainest client there is: `fetch` takes two milliseconds of the same processors for itself. */
function post(url, query, variables) {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/graphql`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { data, errors } = JSON.parse(Buffer.concat(parts).toString());
          if (errors) reject(new Error(JSON.stringify(errors)));
          else resolve(data);
        });
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ query, variables }));
  });
}

/** What one would write without any of it: no initials, no typos, no rank. */
function ilike(owner, words) {
  const pattern = `%${words}%`;
  return owner`
    select s.id, s.name, s.need_domain, o.name as organization from services s left join organizations o on o.id = s.organization_id
    where not s.confidential and (s.name ilike ${pattern} or s.alternate_name ilike ${pattern} or s.description ilike ${pattern} or o.name ilike ${pattern})
    order by s.name, s.id limit 20`;
}
