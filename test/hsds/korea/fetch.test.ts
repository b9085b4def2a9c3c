import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchSource } from '../../../src/hsds/korea/fetching/fetch.js';
import { addresses } from '../../../src/hsds/korea/fetching/sources.js';
import { importKorea } from '../../../src/hsds/korea/load.js';
import { folderOf, removePackages } from '../../catalogue/packages.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { centralDetail, centralList, detail, gateway, gov24List, json, wanted } from './answers.js';

// A server of this machine that answers as data.go.kr does: pages, quotas, refusals with status 200.

const key = 'invented+key/of=forty.characters'.padEnd(40, 'x').replaceAll('.', '');
let server: Server;
let answer: (
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
) => [status: number, body: string];
let asked: string[] = [];
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://local');
    asked.push(`${pathname}?${searchParams}`);
    const [status, body] = answer(pathname.slice(1), searchParams, request);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
  await removePackages();
});

const addressOf = (source: string) => ({
  ...addresses.find(({ dataset }) => dataset.source === source)!,
  base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});
const lines: string[] = [];
async function fetched(source: string, folder: string, { with: given = key } = {}) {
  asked = [];
  return fetchSource(addressOf(source), {
    key: given,
    folder,
    say: (line) => lines.push(line),
    between: 0,
    waits: 1,
  });
}

test('pages are turned to the last, details are asked for each record, and a quota is where another day goes on', async () => {
  const folder = await folderOf({});
  const rows = Array.from({ length: 501 }, (_, at) => ({
    ...centralList[0]!,
    servId: `WLF001${String(at).padStart(5, '0')}`,
    servNm: `지원 ${at}`,
  }));
  let calls = 0;
  answer = (path, query) => {
    // An encoded key comes decoded, once.
    if (query.get('serviceKey') !== key) return [200, gateway('30', 'SERVICE_KEY_IS_NOT_REGISTERED_ERROR')];
    if (++calls > 60) return [200, gateway('22', 'LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR')];
    if (path === 'NationalWelfaredetailedV001') {
      const servId = query.get('servId')!;
      return [200, detail({ ...centralDetail, servId, servNm: '' })];
    }
    const page = Number(query.get('pageNo'));
    // The last page has one record, which is no list.
    return [200, wanted(rows.slice((page - 1) * 500, page * 500), rows.length)];
  };
  const first = await fetched('bokjiro-central', folder, { with: encodeURIComponent(key) });
  expect(first).toMatchObject({ answers: 60, left: expect.stringContaining('quota') });
  expect(asked.slice(0, 2).every((each) => each.includes('srchKeyCode=003'))).toBe(true);
  calls = -1000;
  const second = await fetched('bokjiro-central', folder);
  expect(second).toMatchObject({ answers: 501 - 58, left: null });
  expect(asked.filter((each) => each.includes('WelfarelistV001'))).toEqual([]);
  const [report] = await importKorea(database.owner, folder, { today: '2026-11-29' });
  expect(report!.files.filter(({ entity }) => entity === 'services').map(({ inserted }) => inserted)).toEqual(
    [500, 1],
  );
  expect(await database.owner`select from phones where number = '129'`).toHaveLength(501);
  // All of it was there: the next time asks anew.
  calls = -1000;
  await fetched('bokjiro-central', folder);
  expect(asked).toHaveLength(503);
});

test('the key stands in a header where the source takes one, and in no line and no sentence of an error', async () => {
  const folder = await folderOf({});
  answer = (_, __, request) =>
    request.headers.authorization === `Infuser ${key}`
      ? [200, json(gov24List)]
      : [401, '{"code":-401,"msg":"유효하지 않은 인증키 입니다."}'];
  expect(await fetched('gov24', folder)).toMatchObject({ answers: 3, left: null });
  expect(asked.join()).not.toContain(encodeURIComponent(key));
  answer = (path) => [200, gateway('30', `SERVICE KEY ${key} IS NOT REGISTERED ${path}`)];
  const refused = await fetched('welfare-facilities', await folderOf({}));
  expect(refused.left).toContain('the key was refused');
  expect([refused.left, ...lines].join()).not.toContain(key.slice(0, 12));
});

test('what fails once is asked again, and what fails for good is told', async () => {
  let calls = 0;
  answer = () => (++calls % 2 ? [503, 'busy'] : [200, json(gov24List)]);
  expect(await fetched('gov24', await folderOf({}))).toMatchObject({ left: null });
  answer = () => [200, '<html>maintenance</html>'];
  expect((await fetched('gov24', await folderOf({}))).left).toContain('without records');
  answer = () => [429, ''];
  expect((await fetched('bokjiro-local', await folderOf({}))).left).toContain('quota');
});
