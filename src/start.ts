import type { Logger } from 'pino';
import type { Config, OidcIssuer } from './config.js';
import { isDone, onceFor } from './database/migrate.js';
import { checkServers, type Database, openDatabase } from './database/open.js';
import { dayInSeoul } from './day.js';
import { passAll, StartError } from './errors.js';
import { NotReady } from './http/readiness.js';
import { serverLog, standardError } from './http/serverLog.js';
import { developmentIssuer } from './identity/developmentIssuer.js';
import { ProviderMismatch } from './identity/keys.js';
import { type TokenVerifier, tokenVerifier } from './identity/tokens.js';
import { outdated } from './outdated.js';
import { lastMonthOver } from './release/months.js';
import { checkHeadsFile } from './seal/heads.js';
import { type LogKey, logKey } from './seal/key.js';
import { openSealer, type Sealer } from './seal/sealer.js';
import type { Running } from './serve.js';
import { uniqueIdKeys } from './uniqueid/keys.js';
import { checkStored } from './uniqueid/stored.js';
import { UniqueIds } from './uniqueid/uniqueIds.js';

/** Brings everything up in order and answers with where it listens; on a failure, whatever had started is stopped. */
export async function start(config: Config, say: (line: string) => void): Promise<Running> {
  // The schema and the HTTP stack load while the database starts: they are most of a start's time.
  const stack = import('./serve.js');
  const log = serverLog(config.logLevel, standardError());
  const provider = config.issuer.kind === 'oidc' ? providerOf(config.issuer, log) : null;
  await passAll([...checksOf(config), ...(provider ? [fits(provider)] : [])]);
  const database = await openDatabase(config, say);
  let sealer: Sealer | undefined;
  try {
    const key = await logKey(config);
    const { serve } = await stack;
    const keys = await uniqueIdKeys(config);
    const uniqueIds = keys && new UniqueIds(keys, config.mode !== 'production');
    await checkStored(database.owner, uniqueIds, say);
    await loadData(config, database, { uniqueIds, key }, say);
    await warnOfNobody(database, log);
    await warnOfUnknownDongs(database, log);
    for (const sentence of outdated(dayInSeoul())) log.warn(sentence);
    const issuer = provider ? null : await developmentIssuer(config.dataDirectory);
    sealer = openSealer(database.ownerUrl, {
      key,
      headsFile: config.logHeadsFile,
      report: (error, message) => log.error({ err: error }, message),
    });
    const sealing = sealer;
    const running = await serve({
      config,
      pool: database.pool,
      verifier: provider ?? tokenVerifier(issuer!),
      // Tokens for anybody who asks belong to invented people alone, never to a database that somebody brought.
      developmentIssuer: config.demo ? issuer : null,
      uniqueIds,
      log,
      promises: {
        sealing: async () => {
          if (!sealing.isAlive)
            throw new NotReady('접속기록이 봉인되지 않고 있습니다.\nThe access log is not being sealed.');
        },
      },
    });
    const url = await running.listen(config.host, config.port).catch((error: NodeJS.ErrnoException) => {
      throw listenError(error, config);
    });
    running.watch();
    // Not waited for, by the stop neither: what a stop cuts off is caught where it is done.
    void import('./catalogue/search/warm.js').then(({ warmSearches }) => warmSearches(database.pool, log));
    return {
      ...running,
      url,
      stop: async (noticeMs) => {
        await running.stop(noticeMs);
        await sealing.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await sealer?.stop();
    await database.stop();
    throw error;
  }
}

/** What the settings name, tried before anything is changed: whatever is wrong with it is told at once. */
const checksOf = (config: Config): Promise<unknown>[] => [
  checkServers(config),
  ...(config.logKeyFile ? [logKey(config)] : []),
  ...(config.logHeadsFile ? [checkHeadsFile(config.logHeadsFile)] : []),
  ...(config.uniqueIdKeys ? [uniqueIdKeys(config)] : []),
];

/** Where nobody has a post yet, every token is refused, and whoever sends one does not learn why. */
async function warnOfNobody({ owner }: Database, log: Logger) {
  const [row] = await owner`select exists (select from posts) as anybody`;
  if (!row!.anybody)
    log.warn('Nobody works here yet, so that every token is refused: begin a district by npm run setup.');
}

/** A code of a dong that nobody has the list of is taken as it is written: whoever runs the server should know. */
async function warnOfUnknownDongs({ owner }: Database, log: Logger) {
  const rows = await owner<{ id: string; name: string }[]>`
    select distinct d.id, d.name from districts d join organizations o on o.district_id = d.id
    where not exists (select from dong_codes c join districts e on e.id = c.district_id
      where d.id in (e.id, e.parent_id)) order by 1`;
  if (rows.length > 0)
    log.warn(
      `No list of dong is loaded for ${rows.map(({ id, name }) => `${name} (${id})`).join(', ')}: codes are taken by their first digits alone. Load it by npm run import:dongs.`,
    );
}

/** Data that is loaded once; what loads it is itself loaded only then. */
async function loadData(
  config: Config,
  { owner }: Database,
  { uniqueIds, key }: { uniqueIds: UniqueIds | null; key: LogKey },
  say: (line: string) => void,
) {
  if (config.demo && !(await isDone(owner, 'demo'))) {
    const { loadDemo } = await import('./demo/load.js');
    if (await loadDemo(owner, uniqueIds)) say('Loaded the demo data.');
  }
  if (config.demo && !(await isDone(owner, 'demo statistics'))) {
    const { districtsWithFacts, publish } = await import('./release/publish.js');
    await onceFor(owner, 'demo statistics', '', async () => {
      for (const district of await districtsWithFacts(owner))
        await publish(owner, key, district, lastMonthOver(dayInSeoul()));
    });
    say('Published the statistics of the demo data.');
  }
  const file = config.directoryFile;
  if (file && !(await isDone(owner, 'directory', file))) {
    const { loadDirectory } = await import('./hsds/import/load.js');
    await onceFor(owner, 'directory', file, () => loadDirectory(owner, file, say));
  }
}

/** The judge of an identity provider's tokens; what is to be known of the provider goes to the log. */
function providerOf({ issuer, audience, jwksUri }: OidcIssuer, log: Logger): TokenVerifier {
  const said = new Set<string>();
  return tokenVerifier({
    issuer,
    audience,
    ...(jwksUri ? { jwks: new URL(jwksUri) } : {}),
    onReach: (failure) => {
      if (failure) log.error({ err: failure }, `The identity provider ${issuer} cannot be reached`);
      else log.info(`The identity provider ${issuer} can be reached again`);
    },
    // Each sentence once, and not too many: whoever has such a token sends it again and again.
    onMismatch: (message) => {
      if (said.size >= 20 || said.has(message)) return;
      said.add(message);
      log.warn(message);
    },
  });
}

/**
 * A provider that does not match the settings stops the start; one that is away is waited for: the server starts, is not
 * ready, and asks again.
 */
async function fits(provider: TokenVerifier): Promise<void> {
  try {
    await provider.ready();
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof ProviderMismatch) throw new StartError(`${cause.message}.`);
  }
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Config) {
  if (error.code === 'EADDRINUSE')
    return new StartError(
      `Port ${port} is in use: stop what listens there, or set HAMKKE_PORT to another port.`,
    );
  if (error.code === 'EACCES')
    return new StartError(`Port ${port} may not be used by this user: set HAMKKE_PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`The address "${host}" is not one of this machine's: set HAMKKE_HOST.`);
  return error;
}
