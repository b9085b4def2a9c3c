import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const operation = (name) =>
  readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');

/** The same key that seed.sql gives to a row. */
export const key = (name, bench = 'bench') =>
  createHash('md5')
    .update(`hamkke ${bench} ${name}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const any = (most) => Math.floor(Math.random() * most);
const json = 'application/json';

/** What is measured: each `ask` makes one random request in both servers' words. */
export async function scenarios(issuer) {
  const tokens = async (who) =>
    Promise.all(Array.from({ length: 10 }, async (_, n) => `Bearer ${await issuer.token(`${who}-${n}`)}`));
  const [managers, partners] = [await tokens('manager'), await tokens('partner')];
  const graphql = (text, variables, authorization) => ({
    path: '/graphql',
    headers: { 'content-type': json, ...(authorization ? { authorization } : {}) },
    body: JSON.stringify({ query: text, variables }),
  });
  const bare = (path, body) => ({
    path,
    headers: { 'content-type': json },
    body: JSON.stringify(body),
  });
  const view = operation('householdView');
  const services = operation('servicesWithSponsors');
  const household = (n, viewers, path, more) => {
    const district = String(11110 + 30 * (n % 10));
    const id = key(`household${n}`);
    return {
      hamkke: graphql(view, { id: `Household:${district}:${id}` }, viewers[n % 10]),
      limit: bare(path, { district, id, ...more }),
    };
  };
  const consented = ['SUMMARY', 'IDENTITY', 'HEALTH', 'HOUSING', 'FINANCE', 'FAMILY', 'EDUCATION'];
  const domains = [
    'SAFETY',
    'HEALTH',
    'MENTAL_HEALTH',
    'DAILY_LIVING',
    'FAMILY',
    'EDUCATION',
    'EMPLOYMENT',
    'HOUSING',
    'FINANCE',
    'LEGAL',
    'SOCIAL',
  ];
  return [
    {
      name: 'household view, case manager',
      target: 0.3,
      ask: () => household(any(100_000), managers, '/household', {}),
    },
    {
      name: 'household view, partner by consent',
      // Every fifth ten of households consented.
      ask: () => household(50 * any(2000) + any(10), partners, '/consented', { classes: consented }),
    },
    {
      name: 'services with sponsors',
      target: 0.7,
      ask: () => {
        const [one, other] = [any(11), any(10)];
        const needDomains = [domains[one], domains[(one + 1 + other) % 11]];
        return {
          hamkke: graphql(services, { filter: { needDomains } }),
          limit: bare('/services', { domains: needDomains }),
        };
      },
    },
  ];
}
