import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PreparedOperation } from './operations.js';

/** Somebody of the demo whose eyes the explorer can borrow. */
export interface Persona {
  key: string;
  title: string;
  /** The title in a word or two, for places with little room. */
  short: string;
  token: string;
}

export interface ExplorerOptions {
  personas: () => Promise<Persona[]>;
  operations: () => PreparedOperation[];
}

const own = fileURLToPath(new URL('../../src/explorer/', import.meta.url));
const compiled = fileURLToPath(new URL('../../dist/explorer/', import.meta.url));

/** GraphiQL and the library under it as their packages ship them; a browser keeps each version for good. */
const vendored = [
  ['react', 'umd/react.production.min.js'],
  ['react-dom', 'umd/react-dom.production.min.js'],
  ['graphiql', 'graphiql.min.js'],
  ['graphiql', 'graphiql.min.css'],
] as const;

/** Everything comes from this server: the browser itself refuses any other address. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'", // CodeMirror and the dialogs write styles into the page
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the explorer at `/`. It hands out the demo's tokens: register it outside production only. */
export async function explorer(app: FastifyInstance, options: ExplorerOptions): Promise<void> {
  await app.register(files, { root: own, serve: false });
  const page = pageOf(vendored.map(([name, file]) => installed(name, file)));

  app.get('/', (_request, reply) => {
    guard(reply).header('cache-control', 'no-cache').header('content-security-policy', contentSecurityPolicy);
    if (page === null || !existsSync(join(compiled, 'main.js'))) return notBuilt(reply);
    return reply.type('text/html; charset=utf-8').send(page);
  });

  for (const [name, file] of vendored) {
    const asset = installed(name, file);
    if (!asset) continue;
    app.get(asset.url, (_request, reply) => {
      guard(reply).header('cache-control', 'public, max-age=31536000, immutable');
      if (file.endsWith('.css')) return reply.type('text/css; charset=utf-8').send(withoutFonts(asset.path));
      return reply.sendFile(file, asset.root, { cacheControl: false });
    });
  }
  app.get('/explorer/explorer.css', (_request, reply) =>
    guard(reply).header('cache-control', 'no-cache').sendFile('explorer.css', own, { cacheControl: false }),
  );
  app.get<{ Params: { module: string } }>('/explorer/:module(^[a-z]+\\.js$)', (request, reply) =>
    guard(reply)
      .header('cache-control', 'no-cache')
      .sendFile(request.params.module, compiled, { cacheControl: false }),
  );

  app.get('/explorer/personas', async (_request, reply) => {
    guard(reply).header('cache-control', 'no-store');
    return options.personas();
  });
  app.get('/explorer/operations', async (_request, reply) => {
    guard(reply).header('cache-control', 'no-store');
    return options.operations();
  });
}

interface Asset {
  root: string;
  path: string;
  url: string;
}

function installed(name: string, file: string): Asset | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    const root = dirname(manifest);
    return {
      root,
      path: join(root, file),
      url: `/explorer/${name}-${version}${file.slice(file.lastIndexOf('.'))}`,
    };
  } catch {
    return null; // installed without its development packages, as production is
  }
}

/** GraphiQL's style sheet carries web fonts; the explorer writes in the fonts of the reader's system. */
const withoutFonts = (path: string): string =>
  readFileSync(path, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, '');

const guard = (reply: FastifyReply) =>
  reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');

const notBuilt = (reply: FastifyReply) =>
  reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send(
      '탐색기가 아직 만들어지지 않았습니다. "npm ci" 를 개발 의존성과 함께 실행하세요.\n' +
        'The explorer is not built: run "npm ci" with its development dependencies.\n',
    );

function pageOf(assets: (Asset | null)[]): string | null {
  const urls = assets.map((asset) => asset?.url);
  if (urls.includes(undefined)) return null;
  const scripts = urls.filter((url) => url?.endsWith('.js'));
  const [style] = urls.filter((url) => url?.endsWith('.css'));
  return `<!doctype html>
<html lang="ko">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>함께 탐색기 · Hamkke explorer</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${style}">
  <link rel="stylesheet" href="/explorer/explorer.css">
  ${scripts.map((url) => `<script defer src="${url}"></script>`).join('\n  ')}
  <script type="module" src="/explorer/main.js"></script>
</head>
<body>
  <div id="explorer"><p class="loading">불러오는 중… <small lang="en">Loading</small></p></div>
  <noscript>탐색기에는 자바스크립트가 필요합니다. The explorer needs JavaScript.</noscript>
</body>
</html>
`;
}
