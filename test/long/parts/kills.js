import postgres from 'postgres';
import { checkFacts, countAll } from '../../../dist/fact/rebuild.js';
import { proxyTo } from '../../support/proxy.js';
import { clients, figure, openDatabase, openServer } from '../process.js';

// 200 backends are killed, and 200 new connections are reset while the driver fetches its types, under load: the server
// lives, nobody waits for long, nothing but a passing failure is told, and figures are what the work comes to: those who
// write and whoever counts changes were among the killed.

const [kills, resets] = [200, 200];
const database = await openDatabase();
const wire = await proxyTo(database.url);
const server = await openServer(database.folder, { DATABASE_URL: wire.url });
const admin = postgres(database.url, { max: 1, onnotice: () => {} });
const report = {
  input: {
    source: 'HOTLINE_129',
    emergency: false,
    responsibleDong: '1117090100',
    members: [{ name: '시험용' }],
  },
};
const asks = [
  () => server.ask('{ services(first: 1) { totalCount } }'),
  () => server.ask('{ households(first: 2) { nodes { id } } }', 'case-manager'),
  () =>
    server.ask(
      'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }',
      'case-manager',
      { variables: report },
    ),
];

const started = new Date();

/** What happened to the load while `work` went on. */
async function under(work) {
  const statuses = {};
  let [over, longest] = [false, 0];
  const load = clients(
    12,
    () => over || server.hasEnded(),
    (nth) => asks[nth % asks.length](),
    ({ status, failure, ms }) => {
      statuses[failure ?? status] = (statuses[failure ?? status] ?? 0) + 1;
      longest = Math.max(longest, ms);
    },
  );
  await work();
  over = true;
  await load;
  return { statuses, longest };
}

function tell(what, { statuses, longest }) {
  figure(`exits in ${what}`, server.hasEnded() ? 1 : 0, !server.hasEnded(), '0');
  const strange = Object.keys(statuses).filter((each) => !['200', '503'].includes(each));
  figure('answers by status', JSON.stringify(statuses), strange.length === 0, '200 and 503 alone');
  figure('longest wait', `${longest} ms`, longest <= 5000, 'at most 5,000 ms');
}

try {
  let killed = 0;
  const afterKills = await under(async () => {
    while (killed < kills && !server.hasEnded()) {
      const { count } = await admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1`;
      killed += count;
      await admin`select pg_sleep(0.05)`;
    }
  });
  tell(`${killed} killed backends`, afterKills);

  wire.become('resetsTypes');
  const afterResets = await under(async () => {
    while (wire.resets() < resets && !server.hasEnded()) {
      wire.cut();
      await admin`select pg_sleep(0.1)`;
    }
    wire.become('whole');
  });
  tell(`${wire.resets()} resets of new connections`, afterResets);

  const began = performance.now();
  while (!server.hasEnded() && (await server.get('/readyz')).status !== 200);
  const back = Math.round(performance.now() - began);
  figure('back after the last reset', `${back} ms`, back <= 2000, 'at most 2,000 ms');

  const [{ counted }] =
    await admin`select count(*)::int as counted from facts where recorded_at > ${started}`;
  const differing = [...(await checkFacts(admin))];
  await countAll(admin);
  differing.push(...(await checkFacts(admin)));
  figure('facts written meanwhile', counted, counted > 100, 'more than 100');
  figure('figures that differ from the work', differing.length, differing.length === 0, '0');
} finally {
  await server.stop();
  await admin.end({ timeout: 1 });
  await wire.stop();
  await database.stop();
}
