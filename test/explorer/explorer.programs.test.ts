import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type ToyServer } from './toy.js';

const executablePath = process.env.HAMKKE_CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(executablePath);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const required = Boolean(process.env.CI);
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

if (!found && !required) {
  console.warn(
    `No Chromium at ${executablePath} (HAMKKE_CHROMIUM): the explorer's browser tests are skipped.`,
  );
}

(found || required ? describe : describe.skip)('the explorer in a browser', () => {
  /** One for all tests, with a profile on the disk, so that the browser reads and compiles the editor's program once. */
  let context: BrowserContext;
  let profile: string;
  let server: ToyServer;
  let page: Page;
  let addresses: URL[];
  let complaints: string[];

  beforeAll(async () => {
    server = await startServer();
    profile = await mkdtemp(join(tmpdir(), 'hamkke-explorer-'));
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: flags.split(' '),
      viewport: { width: 1360, height: 860 },
    });
  });
  afterAll(async () => {
    await context?.close();
    await rm(profile, { recursive: true, force: true });
    await server?.stop();
  });

  beforeEach(async () => {
    page = await context.newPage();
    addresses = [];
    complaints = [];
    page.on('request', (request) => addresses.push(new URL(request.url())));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.setDefaultTimeout(20_000);
  });
  afterEach(async () => {
    // The explorer remembers nothing of the test before.
    await page.evaluate('localStorage.clear(); sessionStorage.clear();');
    await page.close();
    server.reset();
  });

  const persona = () => page.getByRole('combobox', { name: '누구의 눈으로' });
  const operation = (name: string) => page.getByRole('navigation').getByRole('button', { name });
  const outcome = () => page.getByRole('status');
  const columns = () =>
    page
      .locator('thead select')
      .evaluateAll((selects) => selects.map((select) => (select as unknown as { value: string }).value));
  const cell = (field: string, column: number) =>
    page.locator(`tr:has(th[title="${field}"]) td:nth-child(${column + 1})`);
  const open = async (choice = '') => {
    await page.goto(`${server.url}/${choice}`);
    await shows(outcome(), /./);
  };
  const shows = async (place: Locator, text: string | RegExp) =>
    place.filter({ hasText: text }).first().waitFor();

  test('comes whole from its own server, without a complaint', async () => {
    const response = await page.goto(server.url);
    expect(response?.headers()['content-security-policy']).toContain("default-src 'self'");
    // The first thing that is seen is data: the story, as the case manager has it.
    await shows(outcome(), '사례관리사');
    await shows(page.locator('.graphiql-response'), '혈압이 높음');
    await page.getByRole('button', { name: '견주어 보기' }).click();
    await shows(outcome(), '견주었습니다');
    expect(await columns()).toEqual(['case-manager', 'welfare-centre', 'apo']);
    const elsewhere = addresses.filter(
      ({ protocol, origin }) => protocol !== 'data:' && origin !== server.url,
    );
    expect(elsewhere).toEqual([]);
    expect(addresses.length).toBeGreaterThan(8);
    expect(complaints).toEqual([]);
  });

  test('answers by persona, and asks again when the persona changes', async () => {
    await open();
    expect(await persona().locator('option').allTextContents()).toEqual([
      '익명 · Anonymous',
      '센터장 · Head',
      '사례관리사 · Case manager',
      '경찰관 · Police',
      '복지관 · Welfare centre',
      '복지관 (동의 없음) · No consent',
      '간호사 · Nurse',
    ]);
    expect(await persona().getAttribute('title')).toBe('통합사례관리사 · Case manager');
    await persona().selectOption('head');
    await shows(page.locator('.graphiql-response'), '혈압이 높음');
    await persona().selectOption('apo');
    await shows(page.locator('.graphiql-response'), '"health": null');
    await shows(outcome(), /경찰관.*null \d+개 \(가려졌거나 기록이 없음\)/);
    await persona().selectOption('anonymous');
    await shows(outcome(), '익명');
    await persona().selectOption('welfare-centre-none');
    await shows(page.locator('.graphiql-response'), '"household": null');
  });

  test('fills the editors with the operation that is picked', async () => {
    await open();
    await shows(page.locator('.graphiql-query-editor'), 'query HouseholdView($id: ID!)');
    await shows(page.locator('.graphiql-editor-tool:visible'), 'household-1');
    await operation('Services').click();
    await shows(page.locator('.graphiql-query-editor'), 'query Services');
    await shows(page.getByRole('main'), '누구나 볼 수 있는 서비스 목록');
    await shows(page.locator('.graphiql-response'), '방문 목욕');
    expect(await operation('Services').getAttribute('aria-current')).toBe('true');
  });

  test('shows the documentation, and what is wrong with a document', async () => {
    await open('#persona=head');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-plugin a', { hasText: 'Query' }).first().click();
    await shows(page.locator('.graphiql-plugin'), 'household');
    await page.getByRole('textbox', { name: '요청 편집기' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('{ household(');
    await page.getByRole('button', { name: '실행 Run' }).click();
    await shows(page.locator('.graphiql-response'), 'Syntax Error');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('sends a mutation only when Run is pressed', async () => {
    await open();
    await operation('RenameService').click();
    await shows(outcome(), '실행을 눌러야');
    await persona().selectOption('head');
    await operation('Services').click();
    await shows(page.locator('.graphiql-response'), '방문 목욕');
    await operation('RenameService').click();
    await shows(outcome(), '실행을 눌러야');
    await page.getByRole('button', { name: '실행 Run' }).click();
    await shows(page.locator('.graphiql-response'), '새 이름');
  });

  test('lays the answers of three personas side by side, one row for a difference', async () => {
    await open('#with=head,apo,welfare-centre&operation=HouseholdView&view=compare');
    const rows = () =>
      page.locator('tbody th').evaluateAll((heads) => heads.map((head) => head.getAttribute('title')));
    await shows(cell('household.members[member-1].health', 1), '혈압이 높음');
    await shows(cell('household.members[member-1].health', 2), '안 보임');
    await shows(cell('household.members[member-1].contact', 3), '010-0000-0001');
    await shows(cell('household.members[member-2]', 2), '없음 absent');
    expect(await rows()).toEqual([
      'household.members[member-1].contact',
      'household.members[member-1].health',
      'household.members[member-2]',
      'household.members[member-2].health',
      'household.access.granted',
      'household.access.withheld',
    ]);
    await page.getByRole('checkbox', { name: '같은 값도 보기' }).check();
    await shows(cell('household.stage', 1), 'LINKING');
    await shows(cell('household.members[member-1].health.note', 2), '·');
    await page.getByRole('checkbox', { name: '긴 이름' }).check();
    await shows(page.locator('thead'), '복지관, 동의 있음');

    await page.getByRole('combobox', { name: '2번째 사람' }).selectOption('nurse');
    await shows(cell('household.members[member-2].health.note', 2), '복약 확인 필요');
    await page.getByRole('combobox', { name: '3번째 사람' }).selectOption('');
    await shows(outcome(), '2명의 답');
    await page.reload();
    await shows(outcome(), '2명의 답');
    expect(await columns()).toEqual(['head', 'nurse']);
  });

  test('shows the comparison and the answer in the first screenful of a laptop and of a telephone', async () => {
    const shownOf = async (place: Locator) => {
      const { y, height } = (await place.boundingBox())!;
      return Math.min(page.viewportSize()!.height, y + height) - y;
    };
    await open('#view=compare');
    for (const [width, height] of [
      [1366, 768],
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      if (width === 390) await page.reload();
      await shows(outcome(), '견주었습니다');
      expect(await shownOf(page.getByRole('region', { name: '비교 결과' }))).toBeGreaterThanOrEqual(320);
      expect(await shownOf(cell('household.members[member-1].contact', 2))).toBeGreaterThan(20);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    await page.getByRole('button', { name: '한 사람' }).click();
    await shows(page.locator('.graphiql-response'), '혈압이 높음');
    expect(await shownOf(page.locator('.graphiql-response'))).toBeGreaterThanOrEqual(320);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  test('groups operations by who uses them, and finds them and the descriptions in both languages', async () => {
    await open();
    const group = (name: string) => page.getByRole('region', { name });
    expect(await group('사례 담당자').getByRole('button').allTextContents()).toEqual([
      expect.stringContaining('HouseholdView'),
    ]);
    expect(await group('자원 편집자').getByRole('button').count()).toBe(1);
    const search = page.getByRole('searchbox', { name: '요청과 스키마 설명에서 찾기' });
    await search.fill('public catalogue');
    await operation('HouseholdView').waitFor({ state: 'detached' });
    await operation('Services').waitFor();
    await search.fill('복약 혈압');
    await operation('Services').waitFor({ state: 'detached' });
    await group('스키마').getByRole('button', { name: 'Health.note' }).click();
    await shows(page.locator('.graphiql-plugin'), '혈압과 복약');
    await search.fill('없는 말');
    await shows(page.getByRole('navigation'), '찾지 못했습니다');
  });

  test('asks for a purpose and in a post, and keeps both in the address', async () => {
    const sent: Record<string, string | undefined>[] = [];
    page.on('request', (request) => {
      if (request.postData()?.includes('HouseholdView')) sent.push(request.headers());
    });
    await open('#persona=head');
    await page.getByRole('combobox', { name: '직위' }).selectOption('post-2');
    await expect.poll(() => sent.at(-1)?.['hamkke-post']).toBe('post-2');
    await page.getByRole('combobox', { name: '목적' }).selectOption('CRISIS_INTERVENTION');
    await expect.poll(() => sent.at(-1)?.['hamkke-purpose']).toBe('CRISIS_INTERVENTION');
    await page.reload();
    await shows(outcome(), '센터장');
    expect(sent.at(-1)).toMatchObject({
      'hamkke-post': 'post-2',
      'hamkke-purpose': 'CRISIS_INTERVENTION',
    });
    // The post of one persona is nobody else's.
    await persona().selectOption('apo');
    await shows(outcome(), '경찰관');
    expect(sent.at(-1)?.['hamkke-post']).toBeUndefined();
    expect(await page.getByRole('combobox', { name: '직위' }).count()).toBe(0);
  });

  test('keeps a query of one’s own over a reload and in a link without a token', async () => {
    await open('#persona=head');
    await page.getByRole('textbox', { name: '요청 편집기' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{ services { phone } }');
    await shows(page.getByRole('heading', { name: 'HouseholdView' }), '고침');
    await page.reload();
    await shows(page.locator('.graphiql-query-editor'), '{ services { phone } }');
    await shows(page.locator('.graphiql-response'), '02-000-0001');
    const link = page.url();
    expect(decodeURIComponent(link)).not.toMatch(/token/i);
    // Whoever follows a link that changes something has to press Run first.
    const changing = 'query A { services { id } } mutation B { renameService(name: "남의 이름") { id } }';
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await page.goto(`${server.url}/#query=${encodeURIComponent(changing)}&variables=`);
    await shows(page.locator('.graphiql-query-editor'), 'renameService');
    await shows(outcome(), '실행을 눌러야');
    expect(sent.filter((body) => body.includes('renameService'))).toEqual([]);
    await page.goto(link);
    await shows(page.locator('.graphiql-response'), '02-000-0001');
    await operation('HouseholdView').click();
    await shows(page.locator('.graphiql-query-editor'), 'query HouseholdView');
  });

  test('has no serious fault of accessibility, by day and by night', async () => {
    await open();
    await shows(page.locator('.graphiql-response'), '혈압이 높음');
    await page.evaluate(axe);
    for (const [view, colorScheme] of [
      ['한 사람', 'light'],
      ['한 사람', 'dark'],
      ['견주어 보기', 'dark'],
      ['견주어 보기', 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: view }).click();
      await shows(outcome(), view === '한 사람' ? '사례관리사' : '견주었습니다');
      const faults = await page.evaluate(
        `axe.run({ selectors: false, resultTypes: ['violations'] }).then(({ passes, violations }) => ({
          passed: passes.length,
          serious: violations.filter(({ impact }) => /serious|critical/.test(impact))
            .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' ')),
        }))`,
      );
      expect({ view, colorScheme, ...(faults as object) }).toEqual({
        view,
        colorScheme,
        passed: expect.any(Number),
        serious: [],
      });
      expect((faults as { passed: number }).passed).toBeGreaterThan(15);
    }
  });

  test('says when the server is away, and goes on when it is back', async () => {
    await open('#persona=head');
    const port = Number(new URL(server.url).port);
    await server.stop();
    await page.getByRole('button', { name: '실행 Run' }).click();
    await shows(page.getByRole('alert'), '서버에 연결할 수 없습니다');
    server = await startServer(port);
    await page.getByRole('button', { name: '다시 시도' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await shows(outcome(), '센터장');
  });

  test('says so when the server cannot be reached from the beginning', async () => {
    await page.route('**/explorer/personas', (route) => route.abort());
    await page.goto(server.url);
    await shows(page.getByRole('alert'), '서버에 연결할 수 없습니다');
    await page.unroute('**/explorer/personas');
    await page.getByRole('button', { name: '다시 시도' }).click();
    await shows(outcome(), '사례관리사');
  });

  test('says what to do when nothing is prepared', async () => {
    await page.route('**/explorer/operations', (route) => route.fulfill({ json: [] }));
    await page.goto(server.url);
    await shows(page.getByRole('navigation'), '준비된 요청이 없습니다');
    await persona().waitFor();
  });

  test('names every control, and lets the Tab key out of the editor', async () => {
    await open('#persona=head');
    const controls = 'button, select, input, textarea, summary';
    for (const view of ['한 사람', '견주어 보기']) {
      await page.getByRole('button', { name: view }).click();
      await shows(outcome(), /센터장|견주었습니다/);
      const visible = await page.locator(`:is(${controls}):visible`).all();
      expect(visible.length).toBeGreaterThan(8);
      for (const control of visible) {
        expect({
          control: await control.evaluate((element) => element.outerHTML),
          name: await nameOf(control),
        }).toEqual({
          control: expect.any(String),
          name: expect.stringMatching(/\S/),
        });
      }
    }
    await page.getByRole('button', { name: '한 사람' }).click();
    const editor = page.getByRole('textbox', { name: '요청 편집기' });
    await editor.focus();
    await page.keyboard.press('Tab');
    expect(await editor.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(false);
  });

  test('runs by keyboard alone', async () => {
    await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('answer');
    await persona().focus();
    await page.keyboard.press('ArrowDown');
    await shows(outcome(), '경찰관');
    await operation('Services').focus();
    await page.keyboard.press('Enter');
    await shows(page.locator('.graphiql-response'), '방문 목욕');
  });
});

/** The accessible name as the browser computes it. */
async function nameOf(control: Locator): Promise<string> {
  const [, quoted, text] = /"(.+)"|text: (.+)/.exec(await control.ariaSnapshot()) ?? [];
  return quoted ?? text ?? '';
}
