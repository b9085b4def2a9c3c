import { cellSql } from './cellSql.js';
import { countedSql } from './countedSql.js';
import { type Following, followings } from './followings.js';
import { onceAYear } from './onceAYear.js';

// The functions that keep facts, written from what is declared beside: so that what is counted is said once.

/** Writes down which row changed, in the transaction of the work. */
function ofTable(table: string, { id, household, member }: Following): string {
  const write = (...rows: ('old' | 'new')[]) => {
    const all = (column?: string) => (column ? `array[${rows.map((row) => `${row}.${column}`)}]` : 'null');
    return `insert into uncounted_changes (district_id, table_name, ids, households, members)
      values (${rows[0]}.district_id, '${table}', ${all(id)}, ${all(household)}, ${all(member)});`;
  };
  return `
create or replace function hamkke.follow_${table}() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.district_id = new.district_id then
    ${write('old', 'new')}
    return null;
  end if;
  if tg_op <> 'INSERT' then
    ${write('old')}
  end if;
  if tg_op <> 'DELETE' then
    ${write('new')}
  end if;
  return null;
end $$;`;
}

/**
 * Organizations are of no district, and where something is said of them is known when it is counted: a district may begin to
 * say something, and count it by what the organization was, while the change of it is not committed.
 */
const ofOrganizations = () => `
create or replace function hamkke.follow_organizations() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  insert into uncounted_changes (district_id, table_name, ids)
  select d.id, 'organizations', array[new.id] from districts d;
  return null;
end $$;`;

/** All that follows from what is declared. */
export const factSql = () => `
-- Facts are added to and never changed: what was counted wrongly is taken back by a counter-fact.
revoke update, delete on facts from hamkke_keeper;
set local role hamkke_keeper;
${onceAYear()}
${cellSql()}
${countedSql()}
${Object.entries(followings)
  .map(([table, following]) => ofTable(table, following))
  .join('\n')}
${ofOrganizations()}
reset role;`;

/**
 * The triggers, which the owner of the tables makes. What changes is written down by triggers and by nothing else: a table
 * has some ten places that write into it, of which one that forgets would make figures wrong without anybody's seeing it
 * (docs/decisions.md).
 */
export const factTriggers = () =>
  [
    // In one transaction with the triggers of an earlier version, which wrote facts into it: without it they refuse all work.
    'drop table if exists pending_facts;',
    ...Object.entries(followings).flatMap(([table, { id, household, member, columns, only, inserts }]) => [
      ...(inserts === false ? [] : [trigger('insert', table, only?.('new'))]),
      trigger('update', table, differ(['district_id', id, household, member, ...columns]), only),
      trigger('delete', table, only?.('old')),
    ]),
    trigger('update', 'organizations', differ(['partner_kind', 'confidential'])),
  ].join('\n');

/** That an update changes one of some columns. */
const differ = (columns: readonly (string | undefined)[]) => {
  const all = (row: string) =>
    [...new Set(columns)].flatMap((each) => (each ? `${row}.${each}` : [])).join(', ');
  return `(${all('old')}) is distinct from (${all('new')})`;
};

/** A row at a time: that a row does not matter is known before anything is called, and mostly there is one. */
const trigger = (event: string, table: string, when?: string, only?: Following['only']) => {
  const conditions = [...(when ? [when] : []), ...(only ? [`(${only('old')} or ${only('new')})`] : [])];
  return `create or replace trigger facts_${event} after ${event} on ${table} for each row${
    conditions.length ? ` when (${conditions.join(' and ')})` : ''
  } execute function hamkke.follow_${table}();`;
};
