import { fork, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const root = fileURLToPath(new URL('../../', import.meta.url));
const audience = 'hamkke-bench';

/** An OpenID provider in small: its keys at an address, and a token for whoever is asked for. */
export async function openIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    settings: {
      HAMKKE_OIDC_ISSUER: url,
      HAMKKE_OIDC_AUDIENCE: audience,
      HAMKKE_OIDC_JWKS_URI: `${url}/keys`,
    },
    token: (subject) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
        .setSubject(subject)
        .setIssuer(url)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('6h')
        .sign(privateKey),
    stop: () => server.close(),
  };
}

/**
 * As many connections as processors, for both: more only take the caches from each other. The environment may say
 * otherwise, of this limit and of all others.
 */
const limits = {
  HAMKKE_LIMIT_POOL_SIZE: String(availableParallelism()),
  // One client stands for all people of many offices.
  ...Object.fromEntries(
    ['ADDRESS', 'PERSON', 'ORGANIZATION'].map((name) => [`HAMKKE_LIMIT_${name}_RATE`, '1000000']),
  ),
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('HAMKKE_LIMIT_'))),
};

const ended = (child) => new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));

/** The least that could answer the same, in a process of its own. */
export async function openLimit(database) {
  const child = fork(fileURLToPath(new URL('limit.js', import.meta.url)), {
    env: { ...process.env, ...limits, DATABASE_URL: database.url },
  });
  const { port } = await new Promise((done, failed) => {
    child.once('message', done);
    child.once('exit', (code) => failed(new Error(`The limit ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    async stop() {
      child.disconnect();
      await ended(child);
    },
  };
}

/** Hamkke as it is run in production, started as `npm start` starts it, and what memory it holds. */
export async function openHamkke(database, issuer, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), 'hamkke-bench-'));
  const key = join(folder, 'log-key.pem');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const log = openLog();
  const child = spawn(process.execPath, [...startFlags(), ...flags, 'dist/main.js'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      HAMKKE_API_DATABASE_URL: database.apiUrl,
      HAMKKE_PORT: '0',
      HAMKKE_LOG_KEY_FILE: key,
      ...issuer.settings,
      ...limits,
    },
    stdio: ['ignore', 'pipe', log.file],
  });
  closeSync(log.file);
  let said = '';
  const url = await new Promise((done, failed) => {
    child.once('exit', (code) =>
      log.tell().then(() => failed(new Error(`Hamkke ended with ${code}`)), failed),
    );
    child.stdout.on('data', (part) => {
      said += part;
      const found = /ready at (http:\/\/\S+)\/graphql/.exec(said);
      if (found) done(found[1]);
    });
  });
  const resident = () => {
    try {
      return +/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024;
    } catch {
      return Number.NaN; // no /proc, or gone
    }
  };
  return {
    url,
    pid: child.pid,
    resident,
    async stop() {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
      await log.tell();
    },
  };
}

/** A level of pino's: a line for each request has it. */
const information = 30;

/** Where a server writes its log, at the cost that this has: nobody reads hundreds of thousands of requests. */
function openLog() {
  const data = fileURLToPath(new URL('.data', import.meta.url));
  mkdirSync(data, { recursive: true });
  const path = join(data, `server-${process.pid}.log`);
  return {
    file: openSync(path, 'w'),
    /** Says what is no mere information, and deletes the file. */
    async tell() {
      if (!existsSync(path)) return;
      for await (const line of createInterface({ input: createReadStream(path) }))
        if (!line.startsWith(`{"level":${information},`)) console.error(line);
      rmSync(path, { force: true });
    },
  };
}

/** The flags that the start script gives to Node: memory is measured with those. */
function startFlags() {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return /node (.*)dist\/main\.js/.exec(scripts.start)[1].split(' ').filter(Boolean);
}

/** Milliseconds of processor time that a process has used, or with `children` those that it started; NaN without /proc. */
export function used(pid, { children } = {}) {
  const of = (each) => {
    const fields = readFileSync(`/proc/${each}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return { parent: +fields[1], milliseconds: (+fields[11] + +fields[12]) * 10 };
  };
  try {
    if (!children) return of(pid).milliseconds;
    let sum = 0;
    for (const each of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const { parent, milliseconds } = of(each);
        if (parent === pid) sum += milliseconds;
      } catch {
        // gone meanwhile
      }
    }
    return sum;
  } catch {
    return Number.NaN;
  }
}
