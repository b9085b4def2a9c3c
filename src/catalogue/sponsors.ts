import { ObjectType } from 'type-graphql';
import { record } from '../access/columns.js';
import { open } from '../access/grants.js';
import { Connection, One } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/catalogue.js';
import { Node } from '../node.js';
import { Organization, Service } from './types.js';

const words = (description: string) => ({ grant: open, description });

@ObjectType({ implements: Node, description: '후원자. Who gives money or things.' })
export class Sponsor extends record(tables.sponsors, {
  id: '고유 식별자. Stable identifier.',
  kind: '후원자 유형. Company, foundation, group, academy or citizen.',
  publicName: '공개 이름. The name that the sponsor shows; null for an anonymous sponsor.',
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    words('기관. The organization, when the sponsor is one of the catalogue.'),
  )
  readonly organization!: Organization | null;

  @Connection(
    () => Sponsorship,
    () => SponsorshipConnection,
    { sponsorId: 'id' },
    ['since', 'id'],
    words('후원 내역. What the sponsor pays for, oldest first.'),
  )
  readonly sponsorships!: unknown;
}

@ObjectType({ description: '후원 내역. That a sponsor pays for a service.' })
export class Sponsorship extends record(tables.sponsorships, {
  since: '시작일. First day.',
  until: '종료일. Last day; null while it goes on.',
}) {
  @One(() => Sponsor, { id: 'sponsorId' }, words('후원자. Who pays.'))
  readonly sponsor!: Sponsor | null;

  @One(() => Service, { id: 'serviceId' }, words('서비스. What is paid for.'))
  readonly service!: Service | null;
}

export const SponsorConnection = connectionOf(Sponsor, 'Sponsor', '후원자');
export const SponsorshipConnection = connectionOf(Sponsorship, 'Sponsorship', '후원 내역');
