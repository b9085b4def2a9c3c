import type { Duty } from '../access/duties.js';

/** Who asks, in one post: what the staff row says of them, and the stamp by which the database confirms it. */
export interface Viewer {
  staffId: string;
  name: string;
  postId: string;
  title: string;
  isPrimary: boolean;
  organizationId: string;
  organizationName: string;
  homeOrganizationId: string;
  districtId: string;
  duties: Duty[];
  zones: string[];
  stamp: string;
}
