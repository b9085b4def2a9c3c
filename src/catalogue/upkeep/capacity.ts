// How long a capacity holds is the database's to say (hamkke.capacity_since), which has it from the setting.

const since = '(select hamkke.capacity_since())';

/** The words of SQL for what a capacity says today: of the alias of a row of `service_capacities`. */
export const capacitySql = {
  /** The room that is left; null where nobody has confirmed it for too long. */
  available: (c: string) => `case when ${c}.updated >= ${since} then ${c}.available end`,
  state: (c: string) =>
    `case when ${c}.updated < ${since} then 'UNKNOWN' when ${c}.available > 0 then 'AVAILABLE' else 'FULL' end`,
  currentUntil: (c: string) => `${c}.updated + (select hamkke.capacity_time())`,
  lastAvailable: (c: string) => `${c}.available`,
};

/** Whether a service has room now, as far as anybody confirmed it lately: the condition of filters. */
export const hasRoom = (service: string) =>
  `exists (select from service_capacities c where c.service_id = ${service}.id and not c.confidential and c.available > 0 and c.updated >= ${since})`;
