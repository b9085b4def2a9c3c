import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { figure } from '../process.js';
import { openServer } from '../server.js';

// The list of a campaign as large as lists are, invented: how long the file takes, what memory the server needs for it, that
// the same again changes nothing, and that a broken file keeps nothing.

const rows = Number(process.argv[2] ?? 10_000);
const many = 100_000;
const mostSeconds = 60;
const mostMegabytes = 200;

const header = ['성명', '행정동', '주민번호', '생년월일', '연락처', '주소'];
/** There is no thirteenth month, so that nobody ever had such a number. */
const person = (n, more = '') => [
  `도길동${n}${more}`,
  '1117090100',
  n % 2 ? `6013${String(1 + (n % 28)).padStart(2, '0')}-1${String(n).padStart(6, '0')}` : '',
  `19${40 + (n % 50)}-0${1 + (n % 9)}-15`,
  `010-0000-${String(n % 10_000).padStart(4, '0')}`,
  `보기로 ${n}길 ${n % 97}, ${n % 20}층`,
];
const csv = (people) =>
  [header, ...people].map((cells) => cells.map((each) => `"${each}"`).join(',')).join('\n');
const peopleOf = (count, more) => Array.from({ length: count }, (_, n) => person(n, more));

/** A sheet with nothing in it but texts. */
async function sheet(people) {
  const cell = (text, at) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const row = (cells, nth) =>
    `<row r="${nth + 1}">${cells.map((each, at) => cell(each, `${'ABCDEF'[at]}${nth + 1}`)).join('')}</row>`;
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const files = {
    '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="a" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="명단" sheetId="1" r:id="a"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="a" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${[header, ...people].map(row).join('')}</sheetData></worksheet>`,
  };
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}

const server = await openServer();
try {
  const authorization = `Bearer ${await server.token('case-manager')}`;
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const ask = async (query) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await response.json()).data;
  };
  const begin = async () =>
    (
      await ask(
        `mutation { beginCampaign(input: { name: "큰 명단", list: BLIND_SPOT, reason: "시험", startsOn: "${today}", endsOn: "${today}" }) { campaign { id } } }`,
      )
    ).beginCampaign.campaign.id;
  /** Sends a file; what it answered, how long it took, and the most memory that the server held meanwhile. */
  const send = async (campaign, body, query = '') => {
    let most = server.resident();
    const watching = setInterval(() => {
      most = Math.max(most, server.resident());
    }, 20);
    const began = performance.now();
    const response = await fetch(`${server.url}/campaigns/${campaign}/lines${query}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body,
    });
    const answer = await response.json();
    clearInterval(watching);
    return { answer, seconds: (performance.now() - began) / 1000, most };
  };
  const told = (name, { seconds, most }, before) => {
    figure(`${name}, seconds`, seconds.toFixed(1), seconds <= mostSeconds, `at most ${mostSeconds}`);
    const more = Math.max(0, most - before);
    console.log(
      `     ${name}: ${before.toFixed(0)} MB resident before, at most ${most.toFixed(0)} MB meanwhile`,
    );
    figure(`${name}, megabytes more`, more.toFixed(0), more <= mostMegabytes, `at most ${mostMegabytes}`);
  };
  const same = (name, answer, expected) =>
    figure(
      name,
      JSON.stringify(answer),
      Object.entries(expected).every(([key, value]) => answer[key] === value),
      JSON.stringify(expected),
    );

  const campaign = await begin();
  const file = csv(peopleOf(rows));
  let before = server.resident();
  const broken = csv([...peopleOf(rows), ['', '없는동', '', '1960-13-01', '', '']]);
  const refused = await send(campaign, broken);
  const { extensions } = refused.answer.errors[0];
  same('a broken file', extensions, { reason: 'LIST_HAS_FAULTS', count: 3 });
  console.log(`     ${JSON.stringify(extensions.faults)}`);
  const lines = async () =>
    (await ask(`{ campaign(id: "${campaign}") { counts { lines } } }`)).campaign.counts;
  same('kept of it', await lines(), { lines: 0 });

  before = server.resident();
  const first = await send(campaign, file);
  same(`${rows} rows of CSV`, first.answer, { rows, added: rows, unchanged: 0 });
  told(`${rows} rows of CSV`, first, before);
  before = server.resident();
  const again = await send(campaign, file);
  same('the same again', again.answer, { rows, added: 0, unchanged: rows });
  told('the same again', again, before);
  same('on the list', await lines(), { lines: rows });

  const ofSheet = await begin();
  const workbook = await sheet(peopleOf(rows));
  before = server.resident();
  const sheetRead = await send(ofSheet, workbook);
  same(`${rows} rows of XLSX`, sheetRead.answer, { rows, added: rows });
  told(`${rows} rows of XLSX`, sheetRead, before);

  const largest = await begin();
  const whole = csv(peopleOf(many, '큰'));
  before = server.resident();
  const all = await send(largest, whole);
  same(`${many} rows of CSV`, all.answer, { rows: many, added: many });
  told(`${many} rows of CSV, ${(whole.length / 1e6).toFixed(0)} million letters`, all, before);
} finally {
  await server.stop();
}
