import type { FastifyInstance, FastifyReply } from 'fastify';
import { duty } from '../access/grants.js';
import { campaignManagers } from '../access/outreach.js';
import { permits, refusal } from '../access/permits.js';
import { campaignFaults } from '../campaign/faults.js';
import { DryRunDone, type ListFile, loadList } from '../campaign/import/load.js';
import { type LineColumn, lineColumns } from '../campaign/import/rows.js';
import { commonFaults, notFound } from '../commonFaults.js';
import { Deadline } from '../database/deadline.js';
import { idOf } from '../database/planner/identifiers.js';
import { HamkkeError, inLanguage } from '../errors.js';
import { errorOf } from '../faults.js';
import { type ContextOptions, contextOf } from './context.js';
import { fail } from './errors.js';
import { languageOf } from './language.js';

/** The longest file, in bytes: some hundred thousand people. */
const mostBytes = 16 * 1024 * 1024;
/** Until when a file must be read, in milliseconds. */
const timeMs = 120_000;

interface Asked {
  Params: { id: string };
  Querystring: { dryRun?: string; withoutCheckDigits?: string; column?: string | string[] };
}

/**
 * POST /campaigns/{id}/lines: the list of a campaign as the file that an office has, CSV in UTF-8 or CP949 or XLSX. All of
 * it is read in one transaction and nothing of the file is kept. One file at a time: others are told to come again.
 */
export async function campaignLists(app: FastifyInstance, options: ContextOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
    done(null, body),
  );
  let reading = false;
  app.post<Asked>('/campaigns/:id/lines', { bodyLimit: mostBytes }, async (request, reply) => {
    request.deadline = new Deadline(timeMs);
    const identified = await contextOf(request, options, { asTheyAreNow: true });
    if (identified instanceof HamkkeError) {
      options.rates.request({ viewer: null, address: request.address });
      return fail(reply, identified);
    }
    const { context } = identified;
    try {
      options.rates.request(context);
      if (!permits(duty(...campaignManagers), undefined, context, '')) throw refusal(context);
      if (reading) throw errorOf(commonFaults.SERVER_BUSY);
      reading = true;
      try {
        const { district, id } = idOf('Campaign', request.params.id);
        if (district === null || !Buffer.isBuffer(request.body)) throw notFound('발굴조사');
        const file = { ...askedOf(request.query), district, campaign: id, bytes: request.body };
        const command = { name: 'importCampaignLines', about: { district }, input: {} };
        return await context.commands.run(context, command, async ({ sql, recorded }) => {
          const loaded = await loadList(sql, { ...file, uniqueIds: options.uniqueIds });
          recorded(null, { [id]: ['IDENTITY', 'CONTACT'] });
          return { ...loaded };
        });
      } finally {
        reading = false;
      }
    } catch (error) {
      if (error instanceof DryRunDone) return error.loaded;
      if (error instanceof HamkkeError) return refused(reply, error);
      throw error;
    }
  });
}

const statuses: Partial<Record<string, number>> = { FORBIDDEN: 403, CONFLICT: 409 };

/** A refusal with each fault in the language that is asked for. */
function refused(reply: FastifyReply, error: HamkkeError) {
  const { faults } = error.extensions as { faults?: { message: string }[] };
  const language = languageOf(reply.request);
  for (const fault of faults ?? []) fault.message = inLanguage(fault.message, language);
  return fail(reply, error, statuses[error.code]);
}

function askedOf({ dryRun, withoutCheckDigits, column }: Asked['Querystring']) {
  const given = column === undefined ? [] : [column].flat();
  const headers: ListFile['headers'] = {};
  for (const each of given) {
    const [, name = '', header = ''] = /^(\w+)=(.+)$/.exec(each) ?? [];
    if (!(name in lineColumns.names)) throw errorOf(campaignFaults.LIST_COLUMN_UNKNOWN, { column: name });
    headers[name as LineColumn] = header.trim();
  }
  return { headers, dryRun: dryRun === 'true', withoutCheckDigits: withoutCheckDigits === 'true' };
}
