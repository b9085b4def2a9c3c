import { pino } from 'pino';
import { loadDirectory } from './catalogue/import/load.js';
import type { Config } from './config.js';
import { onceFor } from './database/migrate.js';
import { type Database, openDatabase } from './database/open.js';
import { loadDemo } from './demo/load.js';
import { StartError } from './errors.js';
import { type DevelopmentIssuer, developmentIssuer } from './identity/developmentIssuer.js';
import { tokenVerifier } from './identity/tokens.js';
import { type Running, serve } from './serve.js';

/** Brings everything up in order and answers with where it listens; on a failure, whatever had started is stopped. */
export async function start(config: Config, say: (line: string) => void): Promise<Running> {
  const database = await openDatabase(config, say);
  try {
    await loadData(config, database, say);
    const issuer =
      config.issuer.kind === 'development' ? await developmentIssuer(config.dataDirectory) : null;
    const running = await serve({
      config,
      pool: database.pool,
      verifier: verifierOf(config, issuer),
      developmentIssuer: issuer,
      log: pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false })),
    });
    const url = await running.listen(config.host, config.port).catch((error: NodeJS.ErrnoException) => {
      throw listenError(error, config);
    });
    return {
      ...running,
      url,
      stop: async () => {
        await running.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function loadData(config: Config, database: Database, say: (line: string) => void) {
  if (config.demo && (await loadDemo(database.owner))) say('Loaded the demo data.');
  const file = config.directoryFile;
  if (file) await onceFor(database.owner, 'directory', file, () => loadDirectory(database.owner, file, say));
}

function verifierOf(config: Config, development: DevelopmentIssuer | null) {
  if (development) return tokenVerifier(development);
  if (config.issuer.kind !== 'oidc') throw new StartError('No issuer of tokens is configured.');
  const { issuer, audience, jwksUri } = config.issuer;
  return tokenVerifier({ issuer, audience, ...(jwksUri ? { jwks: new URL(jwksUri) } : {}) });
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
