import { LRUCache } from 'lru-cache';
import type { Deadline } from '../database/deadline.js';
import type { Pool } from '../database/pool.js';
import { run } from '../database/run.js';
import { errorOf } from '../faults.js';
import { identityFaults } from './faults.js';
import type { Viewer } from './viewer.js';

/**
 * Remembers who a subject is, so that a read costs no extra round trip: `open_request` confirms the stamp in the
 * transaction of the read itself, and whoever is refused is looked up again before the refusal is said.
 */
export class Viewers {
  private readonly remembered: LRUCache<string, Viewer[]>;

  constructor(
    private readonly pool: Pool,
    most = 5000,
  ) {
    this.remembered = new LRUCache({ max: most });
  }

  /** The viewer in the post that was asked for, or the primary one. */
  async find(
    subject: string,
    post: string | undefined,
    deadline: Deadline,
  ): Promise<{ viewer: Viewer; fresh: boolean }> {
    const known = this.remembered.get(subject);
    const posts = known ?? (await this.load(subject, deadline));
    // Posts are named by their global id everywhere else.
    const asked = post?.replace(/^Post:/, '');
    const viewer = asked === undefined ? posts[0] : posts.find((each) => each.postId === asked);
    if (viewer) return { viewer, fresh: !known };
    if (known) {
      this.forget(subject);
      return this.find(subject, post, deadline);
    }
    if (post === undefined || posts.length === 0) throw errorOf(identityFaults.NOT_ACTIVE_STAFF);
    throw errorOf(identityFaults.NOT_YOUR_POST);
  }

  forget(subject: string) {
    this.remembered.delete(subject);
  }

  private async load(subject: string, deadline: Deadline): Promise<Viewer[]> {
    const { answer } = await run(this.pool, { text: postsOf, values: [subject], prepare: true }, deadline);
    const posts = answer as Viewer[];
    if (posts.length) this.remembered.set(subject, posts);
    return posts;
  }
}

const postsOf = `select coalesce(json_agg(json_build_object('staffId', staff_id, 'name', name, 'postId', post_id,
  'title', title, 'isPrimary', is_primary, 'organizationId', organization_id, 'organizationName', organization_name,
  'homeOrganizationId', home_organization_id, 'districtId', district_id, 'duties', duties, 'zones', zones,
  'stamp', stamp)), '[]') as answer from hamkke.viewer_of($1)`;
