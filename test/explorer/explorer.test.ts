import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type ToyServer } from './toy.js';

const executablePath = process.env.HAMKKE_CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(executablePath);
const required = Boolean(process.env.CI);
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

if (!found && !required) {
  console.warn(
    `No Chromium at ${executablePath} (HAMKKE_CHROMIUM): the explorer's browser tests are skipped.`,
  );
}

(found || required ? describe : describe.skip)('the explorer in a browser', () => {
  let browser: Browser;
  /** One for all tests, so that the browser has read the editor's program once. */
  let context: BrowserContext;
  let server: ToyServer;
  let page: Page;
  let addresses: URL[];
  let complaints: string[];

  beforeAll(async () => {
    server = await startServer();
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  });
  afterAll(async () => {
    await browser?.close();
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
    await shows(outcome(), '익명');
    await shows(page.locator('.graphiql-response'), '"household": null');
    await persona().selectOption('head');
    await shows(outcome(), '센터장');
    await page.getByRole('button', { name: '견주어 보기' }).click();
    await shows(outcome(), '견주었습니다');
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
      '익명, 토큰 없음 · Anonymous',
      '센터장 · Centre head',
      '학대예방경찰관 · Police officer',
      '복지관, 동의 있음 · Welfare centre',
      '복지관, 동의 없음 · Welfare centre, no consent',
      '방문간호사 · Visiting nurse',
    ]);
    await persona().selectOption('head');
    await shows(page.locator('.graphiql-response'), '혈압이 높음');
    await persona().selectOption('apo');
    await shows(page.locator('.graphiql-response'), '"health": null');
    await shows(outcome(), '학대예방경찰관');
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

  test('lays the answers of three personas side by side', async () => {
    await open('#persona=head&operation=HouseholdView&view=compare');
    await shows(cell('household.members[member-1].health.note', 1), '혈압이 높음');
    await shows(cell('household.members[member-1].health', 2), '가려짐');
    await shows(cell('household.members[member-1].contact', 2), '가려짐');
    await shows(cell('household.members[member-1].contact.phone', 3), '010-0000-0001');
    await shows(cell('household.members[member-2]', 2), '없음 absent');
    expect(await page.getByRole('checkbox', { name: '익명' }).isDisabled()).toBe(true);

    await page.getByRole('checkbox', { name: '다른 곳만 보기' }).check();
    await page.locator('th[title="household.stage"]').waitFor({ state: 'detached' });

    await page.getByRole('checkbox', { name: '학대예방경찰관' }).uncheck();
    await page.getByRole('checkbox', { name: '방문간호사' }).check();
    await shows(cell('household.members[member-2].health.note', 3), '복약 확인 필요');
    await page.reload();
    await shows(outcome(), '견주었습니다');
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
    await shows(outcome(), '익명');
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
    await persona().focus();
    await page.keyboard.press('ArrowDown');
    await shows(outcome(), '센터장');
    await operation('Services').focus();
    await page.keyboard.press('Enter');
    await shows(page.locator('.graphiql-response'), '방문 목욕');
  });

  test.each(['one', 'compare'])('fits a telephone (%s)', async (view) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(`#persona=head&view=${view}`);
    await shows(outcome(), /센터장|견주었습니다/);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});

/** The accessible name as the browser computes it. */
async function nameOf(control: Locator): Promise<string> {
  const [, quoted, text] = /"(.+)"|text: (.+)/.exec(await control.ariaSnapshot()) ?? [];
  return quoted ?? text ?? '';
}
