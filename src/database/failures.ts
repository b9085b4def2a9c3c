import { commonFaults, notFound } from '../commonFaults.js';
import { type HamkkeError } from '../errors.js';
import { errorOf, plainErrorOf } from '../faults.js';
import { declaredFaults } from './faults.js';

/** Raised by the database when the person's rights are not what this server remembers: ask again with those of now. */
export const viewerChanged = 'HK001';
/** Raised where an idempotency key comes again with something else. */
const keyUsed = 'HK409';
/** Raised by functions that change what a policy does not reach: unknown and not for this viewer are the same. */
const nothingThere = 'HK404';

/** Raised by functions that decide by themselves, with the code of a fault and its values; see `hamkke.refuse`. */
const refused = 'HK400';

/**
 * Codes of a connection or a server that cannot be used for now: refused, reset, killed, starting, shutting down, full,
 * without the database, or with another password. The first are the system's and the driver's, the others PostgreSQL's.
 */
const unreachable = /^(E(CONN|NOTFOUND|AI_|PIPE|HOST|NET|TIMEDOUT)|CONNECT|08|25P0[34]|28|3D000|53|57P0|58)/;

/** A value of the client's that is no text, date, number, identifier or JSON to PostgreSQL. */
const unreadable = /^(22003|22007|22008|22009|22021|22P02|22P05)$/;

/** Whether PostgreSQL could not read a value that a client wrote. */
export const isUnreadable = (error: unknown) =>
  unreadable.test(String((error as { code?: unknown }).code ?? ''));

/** Whether a failure is that of a connection, as the system, the driver or the server names it. */
export const isConnectionFailure = (code: unknown) => typeof code === 'string' && unreachable.test(code);

/**
 * Whether a policy has nothing to do with it: the API's role was never given this table or column, whoever asks, since no
 * table's rules name it. That is our own fault, which the log must tell (src/access/records.ts). By the routine, as the
 * message is in the language of the database.
 */
const isUndeclared = (error: unknown) =>
  String((error as { routine?: unknown }).routine ?? '').startsWith('aclcheck_error');

/** Not the server's own class: nobody is told, for the request is worked on anew. */
const changed = () => plainErrorOf(commonFaults.RIGHTS_CHANGED, { extensions: { code: 'VIEWER_CHANGED' } });

/**
 * What a failure of the database means to the client, the only translation that there is; those that mean nothing to
 * anybody outside stay as they are, to be logged and masked.
 */
export function clientError(error: unknown): unknown {
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === viewerChanged) return changed();
  if (code === keyUsed) return errorOf(commonFaults.IDEMPOTENCY_KEY_USED);
  if (code === '55P03' || code === '40P01') return errorOf(commonFaults.BEING_CHANGED);
  // A parent that is hidden and one that is not there are the same: neither can be written to.
  if (code === nothingThere || code === '23503' || (code === '42501' && !isUndeclared(error)))
    return notFound('대상');
  if (code === refused) {
    const { message, detail = '{}' } = error as { message: string; detail?: string };
    const fault = declaredFaults.get(message);
    // Of a newer version's functions, while this server is still there: it is logged and masked.
    return fault ? errorOf(fault, JSON.parse(detail)) : error;
  }
  return isUnreadable(error) ? unreadableValue() : outage(error);
}

/** What was sent holds a value that PostgreSQL cannot read. */
export const unreadableValue = () => errorOf(commonFaults.VALUE_UNREADABLE);

/** Of failures of the database only that it cannot be used for now: what we write ourselves fails by our own fault. */
export function outage(error: unknown): unknown {
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === '25006') return because(errorOf(commonFaults.DATABASE_READ_ONLY), error);
  if (code === '57014') return because(errorOf(commonFaults.DATABASE_LATE), error);
  return unreachable.test(code) ? because(errorOf(commonFaults.DATABASE_UNREACHABLE), error) : error;
}

const because = (meant: HamkkeError, cause: unknown) => Object.assign(meant, { cause });
