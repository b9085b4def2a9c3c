import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { getTableName } from 'drizzle-orm';
import postgres from 'postgres';
import { order } from '../../../dist/hsds/import/staging/tables.js';
import { figure, openDatabase } from '../process.js';

// Korea's directories at the size of the country, invented: how long the import takes, how much memory, that the same
// again changes nothing, and that an import which is killed again and again ends as one that was not.

const records = Number(process.argv[2] ?? 40_000);
const mostSeconds = 180;
const mostMegabytes = 250;

const share = (of) => Math.round(records * of);
const counts = { gov24: share(0.28), central: share(0.0115), local: share(0.1145), facilities: share(0.594) };
counts.facilities = records - counts.gov24 - counts.central - counts.local;
const districts = [
  '서울특별시 용산구',
  '경기도 수원시',
  '인천광역시 서해구',
  '전북특별자치도 전주시',
  '부산광역시 동래구',
];
const pick = (list, n) => list[n % list.length];
/** As long as such texts are in the directories, and different in each. */
const words = (n, length) => `○ 지원 ${n}번 대상자와 그 가구에 필요한 도움을 제공합니다. `.repeat(length);
const twelve = (n) => String(300_000_000_000 + n);
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const element = (name, fields) =>
  `<${name}>${Object.entries(fields)
    .map(([key, value]) =>
      Array.isArray(value) ? value.join('') : `<${key}>${escaped(String(value))}</${key}>`,
    )
    .join('')}</${name}>`;

const gov24List = (n) => ({
  서비스ID: twelve(n),
  서비스명: `지원 사업 ${n}`,
  서비스목적요약: words(n, 2),
  지원대상: words(n, 6),
  선정기준: words(n, 4),
  지원내용: words(n, 10),
  지원유형: '현금(감면)||서비스(돌봄)',
  신청방법: '방문신청||기타 온라인신청',
  신청기한: n % 20 ? '상시신청' : '2026.01.26~2026.12.18',
  상세조회URL: `https://example.org/services/${twelve(n)}`,
  소관기관코드: String(1_000_000 + (n % 300)),
  소관기관명: pick(districts, n),
  소관기관유형: '시군구',
  부서명: '복지정책과',
  접수기관: '주민센터',
  전화문의: `복지정책과/02-2199-${String(1000 + (n % 9000))}||콜센터/129`,
  사용자구분: '개인||가구',
  서비스분야: pick(['생활안정', '보건·의료', '주거·자립'], n),
  등록일시: '20201217142613',
  수정일시: '20260129201825',
  조회수: n,
});
const conditions = (n) => ({
  서비스ID: twelve(n),
  서비스명: `지원 사업 ${n}`,
  JA0101: 'Y',
  JA0102: 'Y',
  JA0110: n % 60,
  JA0111: 120,
  JA0201: 'Y',
  JA0202: n % 2 ? 'Y' : null,
  JA0302: 'Y',
  JA0328: 'Y',
  JA0403: 'Y',
});
const stages = { lifeArray: '청년,중장년', trgterIndvdlArray: '저소득', intrsThemaArray: '생활지원,주거' };
const central = (n) =>
  element('servList', {
    ...stages,
    jurMnofNm: '보건복지부',
    jurOrgNm: '복지정책과',
    servDgst: words(n, 2),
    servDtlLink: `https://example.org/central/${n}`,
    servId: `WLF1${n}`,
    servNm: `중앙 지원 ${n}`,
  });
const local = (n) => {
  const [ctpvNm, sggNm] = pick(districts, n).split(' ');
  return element('servList', {
    aplyMtdNm: '방문, 인터넷',
    ctpvNm,
    sggNm,
    lifeNmArray: '청년, 중장년',
    intrsThemaNmArray: '생활지원',
    lastModYmd: '20260703',
    servDgst: words(n, 2),
    servDtlLink: `https://example.org/local/${n}`,
    servId: `WLF2${n}`,
    servNm: `지역 지원 ${n}`,
    sprtCycNm: '월',
    srvPvsnNm: '현금지급',
  });
};
const localDetail = (n) =>
  element('wantedDtl', {
    resultCode: '0',
    ctpvNm: pick(districts, n).split(' ')[0],
    servId: `WLF2${n}`,
    servNm: `지역 지원 ${n}`,
    sprtTrgtCn: words(n, 4),
    alwServCn: words(n, 6),
    enfcBgngYmd: '20260101',
    calls: [
      element('inqplCtadrList', {
        wlfareInfoReldCn: `063-560-${1000 + (n % 9000)},8724`,
        wlfareInfoReldNm: '복지과',
      }),
    ],
  });
const kinds = ['010201', '020111', '040402', '050107'];
const facility = (n) => ({
  fcltCd: `A${n}`,
  fcltNm: n % 20 ? `지역 시설 ${n}` : '가람***',
  fcltKindCd: pick(kinds, n),
});
const facilityList = (n) =>
  element('item', {
    ...facility(n),
    fcltKindNm: '복지시설',
    jrsdSggCd: pick(['1117000000', '4111000000'], n),
  });
const facilityBasic = (n) =>
  element('item', {
    ...facility(n),
    ...(n % 20
      ? {
          fcltAddr: `서울특별시 용산구 새길 ${n}`,
          fcltTelNo: `02${String(7_000_000 + n)}`,
          fcltZipcd: '04390',
        }
      : {}),
    bizno: String(1_000_000_000 + n),
  });

/** How the script of package.json starts Node. */
const flags = JSON.parse(readFileSync('package.json', 'utf8'))
  .scripts['import:korea'].split(' ')
  .filter((each) => each.startsWith('--'));

const folder = mkdtempSync(join(tmpdir(), 'hamkke-korea-'));
/** Pages, as the addresses answer. */
function pages(name, form, count, each, size = 1000) {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  for (let first = 0, page = 1; first < count; first += size, page++) {
    const rows = Array.from({ length: Math.min(size, count - first) }, (_, at) => each(first + at));
    const text =
      form === 'json'
        ? JSON.stringify({ page, perPage: size, totalCount: count, data: rows })
        : form === 'items'
          ? `<response><header><resultCode>00</resultCode></header><body><items>${rows.join('\n')}</items><totalCount>${count}</totalCount></body></response>`
          : form === 'list'
            ? `<wantedList><totalCount>${count}</totalCount><resultCode>0</resultCode>${rows.join('\n')}</wantedList>`
            : rows[0];
    writeFileSync(join(directory, `${name}-${page}.${form === 'json' ? 'json' : 'xml'}`), text);
  }
}
pages('gov24', 'json', counts.gov24, gov24List);
pages('conditions', 'json', counts.gov24, conditions);
pages('central', 'list', counts.central, central, 500);
pages('local', 'list', counts.local, local, 500);
pages('details', 'one', counts.local, localDetail, 1);
pages('facilities', 'items', counts.facilities, facilityList);
pages('basic', 'items', counts.facilities, facilityBasic);

/** What the command says when it is killed: in the middle of its reading, and of its writing. */
const kills = [
  'Read gov24/gov24-5.json',
  'Filling services',
  'Read facilities/facilities-2.xml',
  'Filling locations',
];

const database = await openDatabase();
const another = await openDatabase();
try {
  console.log(`${records} invented records: ${JSON.stringify(counts)}`);
  const first = await run(database);
  figure('seconds, new', timed(first), first.seconds <= mostSeconds, `at most ${mostSeconds}`);
  figure('megabytes, new', first.megabytes, first.megabytes <= mostMegabytes, `at most ${mostMegabytes}`);
  const again = await run(database);
  figure('seconds, again', timed(again), again.seconds <= mostSeconds, `at most ${mostSeconds}`);
  figure('megabytes, again', again.megabytes, again.megabytes <= mostMegabytes, `at most ${mostMegabytes}`);
  const changed = again.totals.inserted + again.totals.updated;
  figure('rows changed by the same again', changed, changed === 0, 'none');
  console.log(`rows: ${first.totals.inserted} new, ${first.totals.refused} refused`);
  let killed = 0;
  for (const said of kills) if ((await run(another, said)).killed) killed++;
  figure('kills', killed, killed === kills.length, `${kills.length}`);
  await run(another);
  const [one, other] = [await catalogueOf(database), await catalogueOf(another)];
  const differ = one.filter((line, at) => line !== other[at]);
  figure('tables that differ after the kills', differ.length, differ.length === 0, 'none');
} finally {
  await database.stop();
  await another.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What else the machine did makes it longer, and says nothing of the import. */
function timed({ seconds }) {
  const [load] = loadavg();
  return `${seconds.toFixed(1)} (load ${load.toFixed(1)} on ${availableParallelism()} processors)`;
}

/** Of each table that an import fills: how many rows it has, and the sum of what they hash to. */
async function catalogueOf({ url }) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const lines = [];
    for (const table of order.map(getTableName)) {
      const [found] = await sql`
        select count(*), sum(hashtextextended((to_jsonb(t) - 'last_modified')::text, 0)) as hash
        from ${sql(table)} t`;
      lines.push(`${table} ${found.count} ${found.hash}`);
    }
    return lines;
  } finally {
    await sql.end();
  }
}

/**
 * The command as an operator runs it, its time from start to end and the most memory that it had; killed when it says
 * a line that begins so.
 */
async function run({ url }, killAt) {
  const began = performance.now();
  const child = spawn(process.execPath, [
    ...flags,
    'dist/hsds/korea/command.js',
    folder,
    '--json',
    '--database',
    url,
  ]);
  let megabytes = 0;
  const watch = setInterval(() => {
    try {
      const [, most] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      megabytes = Math.round(most / 1024);
    } catch {
      // It has ended.
    }
  }, 50);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.pipe(process.stderr);
  let killed = false;
  createInterface(child.stderr).on('line', (line) => {
    if (killAt && line.startsWith(killAt)) killed = child.kill('SIGKILL');
  });
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(watch);
  if (killed) return { killed };
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
  const totals = { inserted: 0, updated: 0, refused: 0 };
  for (const report of JSON.parse(out))
    for (const key of Object.keys(totals)) totals[key] += report.totals[key];
  return { seconds: (performance.now() - began) / 1000, megabytes, totals };
}
