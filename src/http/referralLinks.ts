import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Deadline } from '../database/deadline.js';
import type { Pool } from '../database/pool.js';
import { run } from '../database/run.js';
import { declineReason } from '../database/tables/enums.js';
import { HamkkeError } from '../errors.js';
import { tokenHash } from '../referral/commands.js';
import { seen } from '../text/invisible.js';
import { maskNumbers } from '../text/registrationNumbers.js';
import {
  type Asked,
  askingPage,
  nothingPage,
  thanksPage,
  unavailablePage,
  unreadablePage,
} from './answerPage.js';
import { failed } from './errors.js';

const answers = ['ACCEPT', 'REJECT', 'WAITLIST'];
/** The longest message that somebody without an account leaves. */
const mostText = 2000;

/**
 * GET and POST /r/<token>: where a partner without an account answers a referral. Opening shows and spends nothing, for
 * mail scanners open links; answering spends it. Wrong, spent and ended links go the same way through the same statement
 * and get the same page.
 */
export async function referralLinks(app: FastifyInstance, { pool }: { pool: Pool }) {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 20_000 },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  const call = async (text: string, values: unknown[], deadline: Deadline) =>
    (await run(pool, { text, values, prepare: true }, deadline)).answer;
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof HamkkeError && error.code === 'UNAVAILABLE')) throw error;
    failed(reply, error);
    return send(reply, reply.statusCode, unavailablePage);
  });

  app.get<{ Params: { token: string } }>('/r/:token', async ({ params, id, address, deadline }, reply) => {
    const text = 'select hamkke.read_referral_link($1, $2::text::uuid, $3) as answer';
    const asked = await call(text, [tokenHash(params.token), id, address], deadline);
    return asked ? send(reply, 200, askingPage(asked as Asked)) : send(reply, 404, nothingPage);
  });

  app.post<{ Params: { token: string } }>('/r/:token', async (request, reply) => {
    const { params, body, id, address, deadline } = request;
    // Looked at before the link is, so that what is wrong with it tells nothing of the link.
    const answer = answerIn(body);
    if (!answer) return send(reply, 400, unreadablePage);
    const spent = await call(
      'select hamkke.answer_referral_link($1, $2::text::referral_step, $3::text::jsonb, $4::text::uuid, $5) as answer',
      [tokenHash(params.token), answer.step, JSON.stringify(answer.more), id, address],
      deadline,
    );
    return spent ? send(reply, 200, thanksPage) : send(reply, 404, nothingPage);
  });
}

function answerIn(body: unknown) {
  if (!(body instanceof URLSearchParams)) return null;
  const step = body.get('answer') ?? '';
  const words = seen(body.get('message') ?? '').trim();
  const reason = step === 'REJECT' ? body.get('reason') : null;
  const readable =
    answers.includes(step) &&
    words.length <= mostText &&
    !words.includes('\0') &&
    (step !== 'REJECT' || declineReason.enumValues.some((each) => each === reason)) &&
    (reason !== 'OTHER' || words.length > 0);
  return readable ? { step, more: { reason, words: maskNumbers(words) || null } } : null;
}

const send = (reply: FastifyReply, status: number, html: string) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-security-policy',
      "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    .type('text/html; charset=utf-8')
    .send(html);
