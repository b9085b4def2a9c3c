import { Notes } from '../../import/mapping/repairs.js';
import { agencyDescription, type Desk } from '../meaning/desk.js';
import { dayOf } from '../meaning/periods.js';
import type { Place } from '../meaning/regions.js';
import { fullName, nameIn, phonesOf, reading } from '../meaning/service.js';
import { type RawRecord, said, saidFirst } from '../record.js';
import { type Dataset, fieldsOf } from './dataset.js';

export const facilityReasons = {
  test: 'A row that the source made for a test',
  noName: 'A facility without a name',
  masked: 'A facility whose name its source masks is kept from the public',
  protective: 'A facility whose name says that it protects people is kept from the public',
  otherKey: 'A facility without a code of its own is known by the number of its institution',
  corporation: 'A corporation in the list of facilities was kept as an organization',
  cut: 'A name that is cut short in the source was kept as it came',
  shelter: 'The address of a shelter for young people was left out: its telephone leads there',
  noAddress: 'A facility without an address was kept without a place',
  elsewhere: 'The address is in another district than the one in charge: both were kept',
};

/** What a public name gives away of people who must not be found: kept from the public whatever the source does. */
const protective = /(폭력|성매매|학대|이주여성|인신매매).*(쉼터|보호시설|피난|공동생활|그룹홈|지원시설)/;

/** 사회복지시설 (한국사회보장정보원, data.go.kr 15096296). */
export const facilities: Dataset = {
  source: 'welfare-facilities',
  publication: {
    number: '15096296',
    name: '사회복지시설정보',
    publisher: '한국사회보장정보원',
    licence: '공공누리, 유형 확인 필요.',
  },
  fields: fieldsOf(
    'fcltCd fcltNm fcltKindCd fcltKindNm jrsdSggCd jrsdSggNm srvInstId',
    'bizno cprNm estbDe fcltAddr fcltDtl_1Addr fcltZipcd fcltTelNo',
  ),
  roleOf(record) {
    if (!('fcltNm' in record) && !('fcltCd' in record)) return null;
    return 'fcltKindNm' in record || 'jrsdSggNm' in record ? 'list' : 'more';
  },
  idOf: (record) => saidFirst(record, 'fcltCd', 'srvInstId'),
  convert(record, { more = {} }, desk) {
    const both: RawRecord = { ...more, ...record };
    const id = facilities.idOf(both);
    const notes = new Notes();
    if (/^0+$/.test(id)) return { kind: 'organization', refused: facilityReasons.test };
    const name = nameIn(said(both, 'fcltNm'), reading(notes, 'fcltNm'));
    if (!name) return { kind: 'organization', refused: facilityReasons.noName };
    if (isCut(name)) notes.noted(facilityReasons.cut, name);
    if (!said(both, 'fcltCd')) reading(notes, 'fcltCd').noted(facilityReasons.otherKey);
    const kind = said(both, 'fcltKindCd');
    const kindName = said(both, 'fcltKindNm');
    const code = said(both, 'jrsdSggCd');
    const place = code ? desk.regions.ofCode(code, reading(notes, 'jrsdSggCd')) : null;
    const masked = name.includes('*');
    const confidential = masked || protective.test(`${kindName} ${name}`);
    if (confidential)
      reading(notes, 'fcltNm').noted(masked ? facilityReasons.masked : facilityReasons.protective);
    if (kind.startsWith('17')) reading(notes, 'fcltKindCd').noted(facilityReasons.corporation);
    const parent = confidential ? null : nameIn(said(both, 'cprNm'), reading(notes, 'cprNm'));
    const identifier = said(both, 'bizno');
    const about = [kindName, place && `${fullName(place)} 관할`].filter(Boolean).join(', ');
    const year = Number(dayOf(said(both, 'estbDe'))?.slice(0, 4));
    notes.column = 'fcltTelNo';
    return {
      kind: 'organization',
      confidential,
      notes,
      ours: { districtId: place?.district ?? null, partnerKind: partnerKindOf(kind) },
      value: {
        id,
        name,
        description: about || agencyDescription,
        ...(parent && { parent_organization_id: desk.organization(parent, corporationDescription) }),
        ...(year && { year_incorporated: year }),
        phones: phonesOf(id, [{ text: said(both, 'fcltTelNo'), description: '' }], notes),
        locations: locationsOf(id, name, both, place, desk, { kind, confidential, notes }),
        organization_identifiers: identifier
          ? [
              {
                id: `${id} bizno`,
                identifier_scheme: 'KR-BRN',
                identifier_type: '사업자등록번호',
                identifier,
              },
            ]
          : [],
        attributes: [
          desk.source(id, facilities.publication),
          ...(kind ? [desk.attribute(id, 'kr:facility_kind', kindName || kind, kind)] : []),
        ],
      },
    };
  },
};

const corporationDescription = '사회복지시설을 운영하는 법인으로 공공데이터에 이름이 오른 기관입니다.';

/** A bracket that is not closed. */
const isCut = (name: string) => name.split('(').length > name.split(')').length;

/** Kinds whose meaning the source’s codes leave no doubt about. */
function partnerKindOf(code: string): string | null {
  if (code === '040402') return 'MENTAL_HEALTH_CENTER';
  if (code === '020111') return 'CHILD_CARE';
  return code.startsWith('1501') ? 'SHELTER' : null;
}

interface Known {
  kind: string;
  confidential: boolean;
  notes: Notes;
}

function locationsOf(
  id: string,
  name: string,
  record: RawRecord,
  place: Place | null,
  desk: Desk,
  { kind, confidential, notes }: Known,
) {
  const whole = [said(record, 'fcltAddr'), said(record, 'fcltDtl_1Addr')].filter(Boolean).join(' ');
  const address = nameIn(whole, reading(notes, 'fcltAddr'));
  if (!address) {
    if (!confidential) notes.noted(facilityReasons.noAddress);
    return [];
  }
  if (kind.startsWith('1501')) {
    notes.repaired(facilityReasons.shelter);
    return [];
  }
  const parts = addressParts(address);
  // Told only where both are known; a code that was replaced is told with the jurisdiction.
  const called = [parts.state_province, parts.city.split(' ')[0]].filter(Boolean).join(' ');
  const there = desk.regions.knows(called) ? desk.regions.ofName(called, new Notes()) : null;
  if (there?.district && place?.district && there.district !== place.district)
    notes.noted(facilityReasons.elsewhere, called);
  return [
    {
      id: `${id} location`,
      name,
      location_type: 'physical',
      addresses: [
        {
          id: `${id} address`,
          ...parts,
          postal_code: said(record, 'fcltZipcd'),
          country: 'KR',
          address_type: 'physical',
        },
      ],
    },
  ];
}

/** Province, city with its gu, and the rest of an address as the road sign system writes it. */
function addressParts(address: string): { state_province: string; city: string; address_1: string } {
  const [state = '', ...rest] = address.split(' ');
  const city: string[] = [];
  while (rest.length > 0 && city.length < 2 && /^[가-힣]+[시군구]$/.test(rest[0]!)) {
    if (city.length === 1 && !(city[0]!.endsWith('시') && rest[0]!.endsWith('구'))) break;
    city.push(rest.shift()!);
  }
  return {
    state_province: state,
    city: city.join(' ') || state,
    address_1: rest.join(' '),
  };
}
