import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import { mapo, publishOf, songsan } from './published.js';

// The pages in a real Chromium: on a telephone, by keys, on paper, and as axe-core judges them.

const executablePath = process.env.HAMKKE_CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(executablePath);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const required = Boolean(process.env.CI);
/** Where the picture of the README is written to, for whoever makes it anew (docs/testing.md). */
const picture = process.env.HAMKKE_STATISTICS_PICTURE;
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
if (!found && !required)
  console.warn(`No Chromium at ${executablePath} (HAMKKE_CHROMIUM): the pages' browser tests are skipped.`);

const paths = [
  '/statistics',
  `/statistics/${songsan}`,
  `/statistics/${songsan}?release=1`,
  '/statistics/99999',
];

(found || required ? describe : describe.skip)('the pages of statistics in a browser', () => {
  let browser: Browser;
  let database: TestDatabase;
  let app: App;
  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ database });
    await publishOf(database, songsan, '2019-11');
    await publishOf(database, mapo, '2011-12');
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await database?.drop();
  });

  /** Does something with a page of its own, and says what the browser complained of. */
  async function on<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // That a page is not there is said by its status, too.
      if (!message.text().includes('404')) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(app.url)) complaints.push(request.url());
    });
    try {
      const done = await work(page);
      expect(complaints).toEqual([]);
      return done;
    } finally {
      await context.close();
    }
  }
  const openAll = (page: Page) =>
    page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');

  // Contrast is of the colours and names are of the language: each of both with one of the other.
  test.each([
    ['ko', 'light'],
    ['en', 'dark'],
    ...(isLong
      ? ([
          ['ko', 'dark'],
          ['en', 'light'],
        ] as const)
      : []),
  ] as const)('axe-core finds nothing (%s, %s)', async (locale, colorScheme) => {
    // What axe-core is put into the page by is no script of the page's own.
    await on(
      { locale, colorScheme, bypassCSP: true, viewport: { width: 1100, height: 800 } },
      async (page) => {
        for (const path of paths) {
          await page.goto(app.url + path);
          expect(await page.locator('html').getAttribute('lang')).toBe(locale);
          await openAll(page);
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate<{
            violations: { id: string; nodes: { html: string }[] }[];
            passes: { id: string }[];
          }>(`axe.run(document, { selectors: false, resultTypes: ['violations'] })`);
          expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]!.html}`)).toEqual([]);
          expect(passes.map(({ id }) => id)).toContain('color-contrast');
        }
      },
    );
  });

  test('axe-core finds what is wrong with a page', async () => {
    await on({ bypassCSP: true }, async (page) => {
      await page.goto(`${app.url}/statistics/${songsan}`);
      await page.evaluate(`document.querySelector('figure > svg').removeAttribute('aria-labelledby');
        document.querySelector('figure > svg > title').remove();
        document.querySelector('figcaption').setAttribute('style', 'color: #bbb; background: #fff')`);
      await page.evaluate(axe);
      const wrong = await page.evaluate<string[]>(
        'axe.run(document).then((r) => r.violations.map((v) => v.id))',
      );
      expect(wrong).toEqual(expect.arrayContaining(['svg-img-alt', 'color-contrast']));
    });
  });

  test.each(['ko', 'en'])(
    'a telephone moves no page sideways, also with all tables open (%s)',
    async (locale) => {
      await on({ locale, viewport: { width: 360, height: 740 } }, async (page) => {
        for (const path of paths) {
          await page.goto(app.url + path);
          await openAll(page);
          const widths = await page.evaluate<[number, number]>(
            '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
          );
          expect([path, ...widths]).toEqual([path, 360, 360]);
        }
        await page.goto(app.url + paths[1]);
        await openAll(page);
        // The table of all months is wider than the telephone, and moves by itself, with keys.
        const wide = page.locator('.wide').last();
        await wide.focus();
        await page.keyboard.press('ArrowRight');
        await expect
          .poll(() => page.evaluate<number>('document.activeElement.scrollLeft'))
          .toBeGreaterThan(0);
        // Letters of plots stay readable.
        const letter = await page.evaluate<number>(
          'document.querySelector("figure > svg text").getBoundingClientRect().height',
        );
        expect(letter).toBeGreaterThan(10);
      });
    },
  );

  test('no text of a plot runs into another one or out of the plot', async () => {
    for (const locale of ['ko', 'en'])
      await on({ locale, viewport: { width: 360, height: 740 } }, async (page) => {
        await page.goto(app.url + paths[1]);
        const clashes = await page.evaluate<
          string[]
        >(`[...document.querySelectorAll('figure > svg')].flatMap((svg) => {
          const frame = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll('text')].map((each) => [each.textContent, each.getBoundingClientRect()]);
          const out = texts.filter(([, r]) => r.left < frame.left - 1 || r.right > frame.right + 1 || r.bottom > frame.bottom + 1);
          const over = texts.flatMap(([a, r], nth) => texts.slice(nth + 1).filter(([, s]) => r.left < s.right
            && s.left < r.right && r.top < s.bottom - 2 && s.top < r.bottom - 2).map(([b]) => [a + ' / ' + b]));
          return [...out.map(([text]) => text), ...over.flat()];
        })`);
        expect(clashes).toEqual([]);
      });
  });

  test('paper has plots and tables, and no links', async () => {
    await on({ locale: 'ko', colorScheme: 'dark', viewport: { width: 718, height: 1000 } }, async (page) => {
      await page.goto(app.url + paths[1]);
      const seen = (selector: string) =>
        page.locator(selector).evaluateAll((all) =>
          all.map((each) => {
            const { height } = (
              each as unknown as { getBoundingClientRect(): { height: number } }
            ).getBoundingClientRect();
            const visible = (
              each as unknown as { checkVisibility(options: object): boolean }
            ).checkVisibility({
              contentVisibilityAuto: true,
            });
            return visible && height > 0;
          }),
        );
      const onScreen = await seen('table');
      expect(onScreen.length).toBeGreaterThan(7);
      expect(onScreen).not.toContain(true);
      await page.emulateMedia({ media: 'print' });
      expect(new Set(await seen('table'))).toEqual(new Set([true]));
      expect(new Set(await seen('figure > svg'))).toEqual(new Set([true]));
      expect(await seen('a')).not.toContain(true);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      // As wide as a sheet of A4 between its margins: nothing is cut off, and no word is broken for it.
      const [wanted, given] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      expect(wanted).toBeLessThanOrEqual(given);
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
    });
  });

  test('everything is reached by keys, and a plot is told as a picture with its text', async () => {
    await on({ locale: 'en', viewport: { width: 1100, height: 800 } }, async (page) => {
      await page.goto(app.url + paths[1]);
      const plot = page.getByRole('img', { name: /^Reports, cases opened and linkages by month/ });
      expect(await plot.count()).toBe(1);
      expect(await plot.locator('desc').textContent()).toMatch(/^Reports [\d,]+ \(most in \w+: [\d,]+\)/);
      const summary = page.locator('summary').first();
      await page.keyboard.press('Tab');
      for (let nth = 0; nth < 12; nth++) {
        if (
          await summary.evaluate(
            (each) =>
              each ===
              (each as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement,
          )
        )
          break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.getByRole('table').first().waitFor();
      expect(await page.getByRole('columnheader', { name: 'Cases opened' }).count()).toBe(1);
      await page.getByRole('link', { name: '한국어' }).click();
      expect(await page.locator('h1').textContent()).toContain('2019년 통계');
    });
  });

  test.runIf(picture)('the picture of the README', async () => {
    await on({ locale: 'ko', viewport: { width: 1100, height: 1310 } }, async (page) => {
      await page.goto(`${app.url}/statistics/${mapo}?year=2010`);
      await page.screenshot({ path: picture! });
    });
  });
});
