import type { caseStep, clockKind } from '../database/tables/enums.js';
import type { PolicyKey } from '../policy/limits.js';

type Step = (typeof caseStep.enumValues)[number];

interface ClockRule {
  /** The steps of a case with which it begins; none where something else begins it. */
  starts: readonly Step[];
  /** Only cases on this track, or that link before their conference, have it. */
  only?: 'CASE_MANAGED' | 'SUPPORTED_FIRST';
  /** The steps that meet it. */
  meets: readonly Step[];
  /** Which policy says how long it runs; none where its last day was agreed. */
  policy?: PolicyKey;
}

/** What is due by when in a case (docs/domain.md, section 2). The database goes by it, too. */
export const clockRules: Readonly<Record<(typeof clockKind.enumValues)[number], ClockRule>> = {
  EMERGENCY_VISIT_AGREED: { starts: [], meets: [], policy: 'EMERGENCY_VISIT_AGREED' },
  EMERGENCY_VISIT: { starts: [], meets: ['CONSULT', 'VISIT'] },
  EMERGENCY_SURVEY: {
    starts: ['LINK'],
    only: 'SUPPORTED_FIRST',
    meets: ['ASSESS'],
    policy: 'EMERGENCY_SURVEY',
  },
  SURVEY: { starts: ['RECEIVE', 'REOPEN'], meets: ['ASSESS'], policy: 'SURVEY' },
  CONFERENCE: { starts: ['ASSESS'], meets: ['CONFER'], policy: 'CONFERENCE' },
  PLAN: { starts: ['CONFER', 'MANAGE'], only: 'CASE_MANAGED', meets: ['PLAN'], policy: 'PLAN' },
  // Of a member, whatever becomes of a case: src/visit says when these begin and end.
  UNIVERSAL_VISIT: { starts: [], meets: [] },
  VISIT: { starts: [], meets: [] },
};
