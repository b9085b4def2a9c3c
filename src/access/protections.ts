import type { DataClass } from './classes.js';

/**
 * Whose row it is: what both walls compare with the scope of the request. Columns are named by their property.
 *
 * - `known`: whoever has any basis for one of the subjects
 * - `class`: whoever has this class for the subject; with \`report\`, a row that names a report is for those whom it concerns;
 *   with \`keepers\`, only those who keep the household's consents besides
 * - `rowClass`: whoever has the row's own class for every subject that the row names; with \`always\`, that class whatever the
 *   row is of: where every row has a facet, one that is missing would tell of which class it is; with \`answeredBy\`, also
 *   the organization that wrote it as the one that was asked; with \`report\`, as \`class\`
 * - `report`: whoever has SUMMARY of the household and whom the report concerns (see \`hamkke.open_reports\`)
 * - `writer`: the police organization that wrote it, where the viewer reaches the household
 * - `consent`: the recipient, and those who keep the household's consents; of one to a shelter, those of them who were told
 *   where the member hides, or whoever gave it for them
 * - `kept`: those who keep the household's consents and have SAFETY of it, unless it is of one to a shelter
 * - `agreement`: its organization, and those who keep consents in its district unless it is with a shelter
 * - `referral`: the organization that was asked, once it was; of the one that asks, and of those who keep the household's
 *   consents, whoever has the row's class for every subject
 * - `team`: whoever does outreach for its organization; with `survey`, while the row is open also the partner that surveys the
 *   campaign; with `holds`, a row holds these classes of somebody who is of no household
 * - `catalogue`: everybody, unless the place is confidential
 * - `shared`: everybody: codes and names of places, in which nobody is
 */
export type Protection =
  | { kind: 'known'; subjects: readonly string[] }
  | { kind: 'class'; dataClass: DataClass; subject: string; report?: string; keepers?: true }
  | {
      kind: 'rowClass';
      dataClass: string;
      subjects: string;
      always?: DataClass;
      answeredBy?: string;
      report?: string;
      keepers?: true;
    }
  | { kind: 'report'; dataClass: DataClass; subject: string; report: string }
  | { kind: 'writer'; organization: string; subject: string }
  | {
      kind: 'consent';
      organization: string;
      subject: string;
      sheltered: string;
      member: string;
      giver: string;
    }
  | { kind: 'kept'; subject: string; sheltered: string }
  | { kind: 'agreement'; organization: string; district: string; sheltered: string }
  | {
      kind: 'referral';
      recipient: string;
      sent: string;
      sender: string;
      subject: string;
      dataClass: string;
      subjects: string;
    }
  | {
      kind: 'team';
      organization: string;
      survey?: { campaign: string; open?: string };
      holds?: { of: string; classes: readonly DataClass[] };
    }
  | { kind: 'catalogue'; confidential: string }
  | { kind: 'shared' };

/** Whether everybody may have rows of a table, but for those that it says are confidential. */
export const isPublic = ({ kind }: Protection) => kind === 'catalogue' || kind === 'shared';
