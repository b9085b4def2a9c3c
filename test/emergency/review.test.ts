import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { families, postId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { asksOf, idOf, type Notified } from './asks.js';

let database: TestDatabase;
let app: App;
let { declare, look, notified, tasks, complete, log, lastLine, endAll }: Asks = {} as Asks;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  ({ declare, look, notified, tasks, complete, log, lastLine, endAll } = asksOf(app, database));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});
afterEach(() => endAll());
type Asks = ReturnType<typeof asksOf>;

describe('those who must know of an emergency', () => {
  test('are the heads of the responsible centre, at once, until they have read it', async () => {
    const { data } = await declare('counsellor', { householdId: idOf(families.a) });
    const { id } = data!.declareEmergency!.emergency;
    const mine = async () =>
      (await notified('head')).data!.notifications.nodes.find((each) => each.emergency?.id === id);
    const notification = (await mine())!;
    expect(notification).toMatchObject({
      kind: 'EMERGENCY_DECLARED',
      readAt: null,
      emergency: { declaredBy: '최담당라', words: '문 안에서 비명이 들린다', householdId: idOf(families.a) },
    });
    // It is the post's: neither the person's other post nor others who review have it.
    for (const [persona, post] of [['portal'], ['privacy-officer'], ['seongdong-head']] as [
      string,
      string?,
    ][])
      expect(
        (await notified(persona, post)).data!.notifications.nodes.some((each) => each.emergency?.id === id),
      ).toBe(false);
    const mark = (persona: string) =>
      app.ask(
        persona,
        'mutation ($input: MarkNotificationReadInput!) { markNotificationRead(input: $input) { notificationId } }',
        {
          input: { notificationId: notification.id },
        },
      );
    expect((await mark('portal')).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await mine())!.readAt).toBeNull();
    expect((await mark('head')).errors).toBeUndefined();
    expect((await mine())!.readAt).not.toBeNull();
    const unread = (await notified('head', undefined, ', unread: true')).data!.notifications;
    expect(unread.nodes.some((each) => each.emergency?.id === id)).toBe(false);
    expect(unread.totalCount).toBe(unread.nodes.length);
  });

  test('review it: what was read is told, and it is completed once', async () => {
    const { data } = await declare('counsellor', { householdId: idOf(families.a) });
    const { id } = data!.declareEmergency!.emergency;
    await look('counsellor', idOf(families.a));
    const find = async (persona: string) =>
      (await tasks(persona)).data!.reviewTasks.nodes.find((each) => each.emergency?.id === id);
    const found = (await find('head'))!;
    expect(found).toMatchObject({ completedAt: null, overdue: false, reads: 2 });
    expect(found.classes).toEqual(expect.arrayContaining(['SUMMARY', 'IDENTITY', 'SAFETY']));
    expect(await find('portal')).toBeUndefined();
    expect((await complete('portal', found.id)).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    const absent = found.id.replace(/[0-9a-f-]{36}$/, randomUUID());
    expect((await complete('portal', found.id)).body).toBe((await complete('portal', absent)).body);
    expect((await complete('counsellor', found.id)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await complete('head', found.id, 'NOT_JUSTIFIED')).data!.completeReview.reviewTask).toMatchObject(
      {
        id: found.id,
        outcome: 'NOT_JUSTIFIED',
        words: '기록을 확인했다',
      },
    );
    expect((await complete('head', found.id)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect((await find('head'))!.outcome).toBe('NOT_JUSTIFIED');
    const open = (await tasks('head', ', open: true')).data!.reviewTasks;
    expect(open.nodes.some((each) => each.id === found.id)).toBe(false);
  });

  test('are never the one who declared it: the privacy officer is told of the only head’s', async () => {
    const { data } = await declare('head', { householdId: idOf(families.a) });
    const { id } = data!.declareEmergency!.emergency;
    const has = async (persona: string) =>
      (await notified(persona)).data!.notifications.nodes.some((each) => each.emergency?.id === id);
    expect([await has('head'), await has('privacy-officer'), await has('portal')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('are there in every district that has a head, and without anybody nothing is declared', async () => {
    const visited = idOf(families.unvisited);
    expect((await declare('nurse', { householdId: visited })).errors).toBeUndefined();
    const { nodes } = (await notified('seongdong-head')).data!.notifications;
    expect(nodes.filter(({ kind }) => kind === 'EMERGENCY_DECLARED')).toHaveLength(1);
    await endAll();
    const active = (is: boolean) =>
      asKeeper(
        database.owner,
        (sql) => sql`update posts set active = ${is} where id = ${postId('seongdong-head')}`,
      );
    await active(false);
    try {
      expect((await declare('nurse', { householdId: visited })).errors).toMatchObject([
        { extensions: { code: 'CONFLICT' } },
      ]);
      expect((await look('nurse', visited)).data).toEqual({ household: null });
    } finally {
      await active(true);
    }
  });

  test('page through what they have, and asking is logged', async () => {
    for (let nth = 0; nth < 2; nth++) {
      await declare('counsellor', { householdId: idOf(families.a) });
      await endAll();
    }
    const before = await lastLine();
    const all = (await notified('head')).data!.notifications;
    expect(all.nodes.length).toBeGreaterThan(1);
    const [first] = (
      await app.ask<Notified>(
        'head',
        '{ notifications(first: 1) { nodes { id } pageInfo { endCursor hasNextPage } } }',
      )
    ).data!.notifications.nodes;
    expect(first!.id).toBe(all.nodes[0]!.id);
    const page = await app.ask<Notified>(
      'head',
      '{ notifications(first: 1) { pageInfo { endCursor hasNextPage } } }',
    );
    const { endCursor, hasNextPage } = page.data!.notifications.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await app.ask<Notified>(
      'head',
      'query ($after: String) { notifications(first: 1, after: $after) { nodes { id } } }',
      {
        after: endCursor,
      },
    );
    expect(second.data!.notifications.nodes).toEqual([{ id: all.nodes[1]!.id }]);
    expect((await log(before)).length).toBeGreaterThanOrEqual(4);
    const nothing = await lastLine();
    expect((await tasks('portal')).data!.reviewTasks.totalCount).toBe(0);
    expect(await log(nothing)).toMatchObject([{ action: 'READ', household_id: null, allowed: true }]);
  });
});

describe('the next working day', () => {
  test.each([
    ['2026-07-16', '2026-07-20', '제헌절 and a weekend'],
    ['2026-09-23', '2026-09-28', '추석, whose Saturday has no substitute'],
    ['2026-02-13', '2026-02-19', '설날 after a weekend'],
    ['2026-02-27', '2026-03-03', '3·1절 on a Sunday, with its substitute'],
    ['2026-05-22', '2026-05-26', '부처님 오신 날 on a Sunday, with its substitute'],
    ['2026-10-02', '2026-10-06', '개천절 on a Saturday, with its substitute'],
    ['2027-02-05', '2027-02-10', '설날 on a Sunday, with its substitute'],
    ['2027-07-16', '2027-07-20', '제헌절 on a Saturday, with its substitute'],
    ['2027-10-08', '2027-10-12', '한글날 on a Saturday, with its substitute'],
    ['2026-11-03', '2026-11-04', 'nothing'],
  ])('after %s is %s: between them is %s', async (day, next) => {
    const [row] = await database.owner`select hamkke.next_working_day(${day}::date)::text as next`;
    expect(row!.next).toBe(next);
  });
});
