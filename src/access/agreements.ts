import type { Duty } from './duties.js';

/** Who concludes a district's agreements, amends and ends them, and sees what rests on one. */
export const agreementKeepers: readonly Duty[] = ['PORTAL_ADMINISTRATOR'];
/** Who says that an agreement will not renew: its district, or the organization that it is with. */
export const agreementNoticers: readonly Duty[] = [...agreementKeepers, 'PARTNER_WORKER'];

/** The same for the database, which decides. */
export const agreementSql = () => `
set local role hamkke_keeper;
create or replace function hamkke.agreement_keeping_duties() returns duty[] immutable parallel safe language sql
as $$ select '{${agreementKeepers.join(',')}}'::duty[] $$;
create or replace function hamkke.agreement_noticing_duties() returns duty[] immutable parallel safe language sql
as $$ select '{${agreementNoticers.join(',')}}'::duty[] $$;
reset role;`;
