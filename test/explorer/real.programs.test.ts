import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const executablePath = process.env.HAMKKE_CHROMIUM ?? '/usr/bin/chromium';
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const wanted = existsSync(executablePath) || Boolean(process.env.CI);

(wanted ? describe : describe.skip)('the explorer on the real server', () => {
  let database: TestDatabase;
  let app: App;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ database });
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
    page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await database?.drop();
  });

  const persona = () => page.getByRole('combobox', { name: '누구의 눈으로' });
  const answer = () => page.locator('.result-window').first();

  test('a prepared operation answers each persona in its own way', async () => {
    const addresses = new Set<string>();
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:') addresses.add(origin);
    });
    await page.goto(app.url);
    // The first load shows the family of the README as the case manager has it.
    await answer().filter({ hasText: '이길순가' }).waitFor();
    expect(await persona().inputValue()).toBe('case-manager');
    expect(await answer().innerText()).not.toContain('null');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^householdView/ })
      .click();
    await persona().selectOption('head');
    await answer().filter({ hasText: '김길동가' }).waitFor();
    expect(await answer().innerText()).toContain('이길순가');

    // The mother consented for herself and her child; the father's name is nobody's to give.
    await persona().selectOption('welfare-centre');
    await answer()
      .filter({ hasText: /"identity": null/ })
      .waitFor();
    const partner = await answer().innerText();
    expect(partner).toContain('이길순가');
    expect(partner).not.toContain('김길동가');

    await persona().selectOption('welfare-centre-none');
    await answer().filter({ hasText: '"household": null' }).waitFor();
    expect([...addresses]).toEqual([app.url]);
  });
});
